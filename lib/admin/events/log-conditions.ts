import { peopleFiltered } from "@/lib/admin/people/people-filtered";
import type { ProjectId } from "@/lib/kernel/brand";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import { placesBetween } from "./places-between";

// The filter of events in the log, as SQL on `events`.

interface LogFilter {
  readonly eventType?: string | undefined;
  readonly user?: string | undefined;
  /** Of the time of receiving. */
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

/** Offsets between which what was received in that time lies: `from` included, `to` not. */
export async function eventsBetween(
  db: Transaction,
  projectId: ProjectId,
  { since, until }: LogFilter,
): Promise<{ readonly from: number; readonly to: number }> {
  const rows = Prisma.sql`SELECT "offset" AS place, received_at AS at FROM events WHERE project_id = ${projectId}`;
  const bounds = await placesBetween(db, rows, { since, until });
  const [ends] = await db.$queryRaw<{ first: bigint | null; last: bigint | null }[]>`
    SELECT (SELECT place FROM (${rows}) AS r ORDER BY place LIMIT 1) AS first,
      (SELECT place FROM (${rows}) AS r ORDER BY place DESC LIMIT 1) AS last`;
  return {
    from: Number(bounds.from ?? ends?.first ?? 1),
    to: Number(bounds.to ?? (ends?.last ?? 0n) + 1n),
  };
}

/** The conditions on single events, without those on project and offset. */
export async function headConditions(
  db: Transaction,
  projectId: ProjectId,
  { eventType, user, since, until }: LogFilter,
): Promise<readonly Prisma.Sql[]> {
  return [
    ...(eventType === undefined ? [] : [Prisma.sql`event_type = ${eventType}`]),
    ...(user === undefined
      ? []
      : [Prisma.sql`person_id = ANY(${await peopleFiltered(db, projectId, user)}::bigint[])`]),
    ...(since === undefined ? [] : [Prisma.sql`received_at >= ${since}`]),
    ...(until === undefined ? [] : [Prisma.sql`received_at < ${until}`]),
  ];
}
