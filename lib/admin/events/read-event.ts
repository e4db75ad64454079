import type { Context } from "@/lib/admin/verb/context";
import type { WholeEvent } from "@/lib/engine/pipeline/source/event";
import { type RunQuery, readPersonStates } from "@/lib/engine/store/event-log/person-states";
import type { Offset, PersonId, ProjectId } from "@/lib/kernel/brand";
import { EVENT_COLUMNS, type EventRow, storedObject, toEvent } from "./event-row";

/** One event of the log, or null when the log does not hold it (any more). */
export async function readEvent(
  ctx: Pick<Context, "db">,
  projectId: ProjectId,
  offset: number,
): Promise<WholeEvent | null> {
  const rows = await ctx.db.$queryRaw<EventRow[]>`
    SELECT ${EVENT_COLUMNS} FROM events WHERE project_id = ${projectId} AND "offset" = ${offset}`;
  return (await withPeople(ctx, projectId, rows))[0] ?? null;
}

/** The newest events of a project, newest first. */
export async function readNewestEvents(
  ctx: Pick<Context, "db">,
  projectId: ProjectId,
  limit: number,
): Promise<readonly WholeEvent[]> {
  const rows = await ctx.db.$queryRaw<EventRow[]>`
    SELECT ${EVENT_COLUMNS} FROM events WHERE project_id = ${projectId}
    ORDER BY "offset" DESC LIMIT ${limit}`;
  return withPeople(ctx, projectId, rows);
}

async function withPeople(
  ctx: Pick<Context, "db">,
  projectId: ProjectId,
  rows: readonly EventRow[],
): Promise<readonly WholeEvent[]> {
  // The text is a constant of ours; what is asked for goes in as values.
  const query: RunQuery = (text, values) => ctx.db.$queryRawUnsafe(text, ...values);
  const refs = rows.filter(({ user_properties }) => user_properties === null).map(refOf);
  const states = await readPersonStates(query, projectId, refs, null);
  return rows.map((row) => {
    const { user_properties: own } = row;
    return toEvent(row, own === null ? states.allAt(refOf(row)) : storedObject(own));
  });
}

const refOf = ({ person_id, day, offset }: EventRow) => ({
  personId: Number(person_id) as PersonId,
  day,
  offset: Number(offset) as Offset,
});
