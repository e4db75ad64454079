import { z } from "zod";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requirePerson } from "@/lib/admin/verb/guards";
import { EventHead, type HeadRow } from "@/lib/engine/store/event-log/stored-event";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import { HEAD_COLUMNS, type RawRow, toEventSummary, toRow } from "./event-row";
import type { EventSummary } from "./event-view";

/** A filter looks through so many events for each page: a rare name must not read the whole log. */
const SCAN_EVENTS_MAX = 50_000;

const recentEventsInput = z.object({
  projectId: projectIdSchema,
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  eventType: z.string().max(1024).optional(),
  /** user_id or device_id. */
  user: z.string().max(1024).optional(),
});

/**
 * Newest first. Pass the answer's `before` for the next page; null means that this was the last. With a filter a page
 * may be short, or empty, and still have a next one.
 */
export async function recentEvents(
  ctx: Context,
  rawInput: z.input<typeof recentEventsInput>,
): Promise<{ readonly items: readonly EventSummary[]; readonly before: number | null }> {
  requirePerson(ctx);
  const { projectId, before, limit, eventType, user } = parseInput(recentEventsInput, rawInput);
  const { lastOffset } = await getProject(ctx, { projectId });
  const end = Math.min(before ?? lastOffset + 1, lastOffset + 1);
  const start = Math.max(1, end - SCAN_EVENTS_MAX);
  const filters = [
    ...(eventType ? [Prisma.sql`AND event_type = ${eventType}`] : []),
    ...(user ? [Prisma.sql`AND (user_id = ${user} OR device_id = ${user})`] : []),
  ];
  const rows = await ctx.db.$queryRaw<RawRow<HeadRow>[]>`
    SELECT ${HEAD_COLUMNS} FROM events
    WHERE project_id = ${projectId} AND "offset" < ${end} AND "offset" >= ${start}
      ${filters.length === 0 ? Prisma.empty : Prisma.join(filters, " ")}
    ORDER BY "offset" DESC LIMIT ${limit}`;
  const items = rows.map((row) => toEventSummary(new EventHead(projectId, toRow<HeadRow>(row))));
  const last = items.length === limit ? items.at(-1)?.offset : start;
  return { items, before: last === undefined || last <= 1 ? null : last };
}
