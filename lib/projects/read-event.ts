import type { Event } from "@/lib/pipeline/source/event";
import { EVENT_COLUMNS, type EventRow, toEvent } from "@/lib/projects/event-row";
import type { Context } from "@/lib/verbs/context";

/** One event of the log, or null when the log does not hold it (any more). */
export async function readEvent(
  ctx: Pick<Context, "db">,
  projectId: number,
  offset: number,
): Promise<Event | null> {
  const [row] = await ctx.db.$queryRaw<EventRow[]>`
    SELECT ${EVENT_COLUMNS} FROM events WHERE project_id = ${projectId} AND "offset" = ${offset}`;
  return row === undefined ? null : toEvent(row);
}

/** The newest events of a project, newest first. */
export async function readNewestEvents(
  ctx: Pick<Context, "db">,
  projectId: number,
  limit: number,
): Promise<readonly Event[]> {
  const rows = await ctx.db.$queryRaw<EventRow[]>`
    SELECT ${EVENT_COLUMNS} FROM events WHERE project_id = ${projectId}
    ORDER BY "offset" DESC LIMIT ${limit}`;
  return rows.map(toEvent);
}
