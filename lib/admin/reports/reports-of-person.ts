import type { Context } from "@/lib/admin/verb/context";
import { reportKey } from "@/lib/engine/connectors/report";
import type { PersonId, ProjectId } from "@/lib/kernel/brand";
import type { ReportView } from "./report-view";
import { reportsWhere } from "./reports-where";

/** For one page of a timeline. */
const REPORTS_MAX = 200;
/** Deliveries in which it is looked under which identifiers a person went out. */
const DELIVERIES_MAX = 2_000;

interface Span {
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

/** What destinations said back of this person, known by the identifiers under which they were sent; newest first. */
export async function reportsOfPerson(
  ctx: Context,
  projectId: ProjectId,
  personId: PersonId,
  { since, until }: Span = {},
): Promise<readonly ReportView[]> {
  const people = await identifiersOf(ctx, personId);
  if (people.length === 0) return [];
  const happenedAt = {
    ...(since !== undefined && { gte: since }),
    ...(until !== undefined && { lt: until }),
  };
  return reportsWhere(
    ctx,
    projectId,
    { people: { hasSome: [...people] }, happenedAt },
    REPORTS_MAX,
  );
}

async function identifiersOf({ db }: Context, personId: PersonId): Promise<readonly string[]> {
  const rows = await db.$queryRaw<{ readonly kind: string; readonly value: string }[]>`
    SELECT DISTINCT kind, value FROM (
      SELECT identifier_kind AS kind, identifier AS value FROM deliveries WHERE person_id = ${personId}
      LIMIT ${DELIVERIES_MAX}
    ) AS sent WHERE kind IS NOT NULL AND value IS NOT NULL`;
  return rows.map(reportKey);
}
