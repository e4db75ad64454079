import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { decodeCursor, encodeCursor, pageInput } from "@/lib/admin/verb/paging";
import { EventHead, type HeadRow } from "@/lib/engine/store/event-log/stored-event";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import { eventFilterFields } from "./delivery-filter";
import { HEAD_COLUMNS, type RawRow, toEventSummary, toRow } from "./event-row";
import type { EventSummary } from "./event-view";
import type { Fate } from "./fate";
import { fatesOf } from "./fates-of";
import { clauseText } from "./get-event-of-sync";
import type { LookedPage } from "./list-deliveries";
import { eventsBetween, headConditions } from "./log-conditions";

/** Of each page, in steps: each event is planned anew, under the version that read it. */
const STEP_EVENTS = 250;
const EVENTS_MAX = 2_500;
/** A filter looks through so much of the log for each step: a rare name must not read all of it. */
const STEP_OFFSETS = 50_000;

const listFilteredInput = z.object({
  ...eventFilterFields,
  syncId: syncIdSchema,
  projectId: projectIdSchema.optional(),
  ...pageInput,
});

/** An event that a sync read and did not select. */
export interface FilteredEvent extends EventSummary {
  readonly reason: string | null;
  readonly message: string;
  /** The version of the settings that read it; null when it is not known. */
  readonly version: number | null;
  /** The row that names the event, `C`, and its first clause that failed, in words with what the event had. */
  readonly row: string | null;
  readonly clause: string | null;
}

/**
 * What the sync did not select, newest first. Nothing is kept of such events but the version that read them: the log is
 * read backwards and each event planned under it, in bounded steps, so a page may be short and still have a next one.
 */
export async function listFiltered(
  ctx: Context,
  rawInput: z.input<typeof listFilteredInput>,
): Promise<LookedPage<FilteredEvent>> {
  requireScope(ctx, "destinations:read");
  const { syncId, projectId, cursor, limit, ...filter } = parseInput(listFilteredInput, rawInput);
  const sync = await requireSync(ctx, syncId, projectId);
  const bounds = await eventsBetween(ctx.db, sync.projectId, filter);
  const conditions = await headConditions(ctx.db, sync.projectId, filter);
  const found: FilteredEvent[] = [];
  let before = decodeCursor(cursor, Number.MAX_SAFE_INTEGER) ?? bounds.to;
  for (let looked = 0; looked < EVENTS_MAX && before > bounds.from; ) {
    const start = Math.max(bounds.from, before - STEP_OFFSETS);
    const heads = await readHeads(ctx, sync.projectId, { start, before, conditions });
    const events = await selected(ctx, syncId, sync.projectId, heads);
    found.push(...events.filter(({ reason }) => (filter.reason ?? reason) === reason));
    if (found.length > limit) return page(found.slice(0, limit));
    looked += heads.length;
    before = heads.length < STEP_EVENTS ? start : (heads.at(-1)?.offset ?? start);
  }
  return before <= bounds.from
    ? { items: found, nextCursor: null, lookedTo: null }
    : {
        items: found,
        nextCursor: encodeCursor(before),
        lookedTo: await receivedAt(ctx, sync.projectId, before),
      };
}

const page = (items: readonly FilteredEvent[]): LookedPage<FilteredEvent> => ({
  items,
  nextCursor: encodeCursor(items.at(-1)?.offset ?? 0),
  lookedTo: null,
});

interface Window {
  /** Offsets: included, and not included. */
  readonly start: number;
  readonly before: number;
  readonly conditions: readonly Prisma.Sql[];
}

async function readHeads(
  ctx: Context,
  projectId: ProjectId,
  { start, before, conditions }: Window,
): Promise<readonly EventSummary[]> {
  const all = [
    Prisma.sql`project_id = ${projectId} AND "offset" >= ${start} AND "offset" < ${before}`,
    ...conditions,
  ];
  const rows = await ctx.db.$queryRaw<RawRow<HeadRow>[]>`
    SELECT ${HEAD_COLUMNS} FROM events WHERE ${Prisma.join(all, " AND ")}
    ORDER BY "offset" DESC LIMIT ${STEP_EVENTS}`;
  return rows.map((row) => toEventSummary(new EventHead(projectId, toRow<HeadRow>(row))));
}

/** Those of the events that the sync read and did not select. */
async function selected(
  ctx: Context,
  syncId: SyncId,
  projectId: ProjectId,
  heads: readonly EventSummary[],
): Promise<readonly FilteredEvent[]> {
  if (heads.length === 0) return [];
  const fates = await fatesOf(ctx, projectId, heads);
  return heads.flatMap((event) => {
    const fate = fates.get(event.offset)?.find((each) => each.syncId === syncId);
    return fate?.status === "filtered"
      ? [shown(ctx, projectId, { ...event, ...told(shown(ctx, projectId, fate)) })]
      : [];
  });
}

const told = ({ reason, message, version, row, clause }: Fate) => ({
  ...{ reason, message, version, row },
  clause: clause === null ? null : clauseText(clause),
});

async function receivedAt(
  ctx: Context,
  projectId: ProjectId,
  offset: number,
): Promise<Date | null> {
  const [row] = await ctx.db.$queryRaw<{ received_at: Date }[]>`
    SELECT received_at FROM events WHERE project_id = ${projectId} AND "offset" >= ${offset}
    ORDER BY "offset" LIMIT 1`;
  return row?.received_at ?? null;
}
