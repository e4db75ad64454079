import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import { HEAD_COLUMNS, type RawRow, toEventSummary, toRow } from "@/lib/admin/events/event-row";
import type { EventSummary } from "@/lib/admin/events/event-view";
import type { Fate } from "@/lib/admin/events/fate";
import { fatesOf } from "@/lib/admin/events/fates-of";
import { FATE_STATUSES } from "@/lib/admin/reasons/fate-status";
import type { ReportView } from "@/lib/admin/reports/report-view";
import { reportsOfPerson } from "@/lib/admin/reports/reports-of-person";
import type { Context } from "@/lib/admin/verb/context";
import {
  parseInput,
  personIdSchema,
  projectIdSchema,
  requireIn,
  requirePerson,
  timeSchema,
} from "@/lib/admin/verb/guards";
import { shardsOf } from "@/lib/engine/pipeline/log/shard";
import { EventHead, type HeadRow, storedObject } from "@/lib/engine/store/event-log/stored-event";
import type { JsonObject } from "@/lib/kernel/json";
import { Prisma } from "@/lib/platform/postgres/generated/client";

/** Events of the person that a filter looks through for each page, of each of the two indexes. */
const SCAN_EVENTS_MAX = 5_000;
/** Events whose fates a filter by outcome looks at for each page. */
const FATES_MAX = 500;

const timelineInput = z.object({
  projectId: projectIdSchema,
  personId: personIdSchema,
  /** Offset before which the page begins. */
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  eventType: z.string().max(1024).optional(),
  /** Of any sync. */
  outcome: z.enum(FATE_STATUSES).optional(),
  /** The event's own time. */
  since: timeSchema.optional(),
  until: timeSchema.optional(),
});

type TimelineFilter = z.output<typeof timelineInput>;

export interface TimelineEvent {
  readonly event: EventSummary;
  /** User properties that it set, null: removed. Null when it changed none. */
  readonly changes: JsonObject | null;
  /** What every sync of the project did with it, in the order of the syncs. */
  readonly fates: readonly Fate[];
}

export interface Timeline {
  /** Newest first. */
  readonly items: readonly TimelineEvent[];
  /** What destinations said back of the person in the time of these events; none while events are filtered. */
  readonly reports: readonly ReportView[];
  /** For the next page; null on the last. With a filter a page may be short, or empty, and still have a next one. */
  readonly before: number | null;
}

/** All that one person did and all that changed them, with what became of each for every sync. */
export async function personTimeline(
  ctx: Context,
  rawInput: z.input<typeof timelineInput>,
): Promise<Timeline> {
  requirePerson(ctx, "people:read");
  const filter = parseInput(timelineInput, rawInput);
  requireIn(ctx, "people:read", filter.projectId);
  const asked = filter.outcome === undefined ? filter.limit : FATES_MAX;
  const { rows, before } = await readRows(ctx, filter, asked);
  const fates = await fatesOf(ctx, filter.projectId, rows);
  const all = rows.map(
    (row): TimelineEvent => ({
      event: toEventSummary(new EventHead(filter.projectId, row)),
      changes: row.user_changes === null ? null : storedObject(row.user_changes),
      fates: fates.get(row.offset) ?? [],
    }),
  );
  const fitting = all.filter(
    ({ fates: own }) =>
      filter.outcome === undefined || own.some(({ status }) => status === filter.outcome),
  );
  const items = fitting.slice(0, filter.limit);
  const isCut = fitting.length > items.length;
  const next = isCut ? (items.at(-1)?.event.offset ?? null) : before;
  const reports = await reportsBeside(ctx, filter, items, next);
  return { ...shown(ctx, filter.projectId, { items, reports }), before: next };
}

/** Every report is on one page: a page begins where the one before ended. */
async function reportsBeside(
  ctx: Context,
  filter: TimelineFilter,
  items: readonly TimelineEvent[],
  next: number | null,
): Promise<readonly ReportView[]> {
  const { projectId, personId, before, eventType, outcome, since, until } = filter;
  if (eventType || outcome !== undefined) return [];
  const newest = before === undefined ? undefined : await receivedAt(ctx, projectId, before);
  const oldest = next === null ? undefined : items.at(-1)?.event.receivedAt;
  const span = { since: latest(since, oldest), until: earliest(until, newest) };
  return reportsOfPerson(ctx, projectId, personId, span);
}

const latest = (a: Date | undefined, b: Date | undefined): Date | undefined =>
  a === undefined || b === undefined ? (a ?? b) : new Date(Math.max(a.getTime(), b.getTime()));

const earliest = (a: Date | undefined, b: Date | undefined): Date | undefined =>
  a === undefined || b === undefined ? (a ?? b) : new Date(Math.min(a.getTime(), b.getTime()));

/** When the event at this place arrived; undefined when the log does not hold it any more. */
async function receivedAt(
  { db }: Context,
  projectId: number,
  offset: number,
): Promise<Date | undefined> {
  const rows = await db.$queryRaw<{ readonly received_at: Date }[]>`
    SELECT received_at FROM events WHERE project_id = ${projectId} AND "offset" = ${offset}`;
  return rows[0]?.received_at;
}

type Row = HeadRow & { readonly user_changes: string | null };

/** Each event stands in one of two indexes: what changed somebody, and what did not. */
async function readRows(
  { db }: Context,
  { projectId, personId, before, eventType, since, until }: TimelineFilter,
  limit: number,
): Promise<{ readonly rows: readonly Row[]; readonly before: number | null }> {
  const tested = [
    ...(eventType ? [Prisma.sql`event_type = ${eventType}`] : []),
    ...(since === undefined ? [] : [Prisma.sql`event_time >= ${since}`]),
    ...(until === undefined ? [] : [Prisma.sql`event_time < ${until}`]),
  ];
  const scanned = tested.length === 0 ? limit : SCAN_EVENTS_MAX;
  const branch = (which: Prisma.Sql) => Prisma.sql`(
    SELECT * FROM events WHERE project_id = ${projectId} AND person_id = ${personId} AND shard = ANY(${[...shardsOf([personId])]}::smallint[])
      ${before === undefined ? Prisma.empty : Prisma.sql`AND "offset" < ${before}`} AND user_changes ${which}
    ORDER BY "offset" DESC LIMIT ${scanned + 1})`;
  const raw = await db.$queryRaw<RawRow<Row & { readonly fits: boolean }>[]>`
    SELECT ${HEAD_COLUMNS}, user_changes, ${tested.length === 0 ? Prisma.sql`TRUE` : Prisma.join(tested, " AND ")} AS fits
    FROM (${branch(Prisma.sql`IS NULL`)} UNION ALL ${branch(Prisma.sql`IS NOT NULL`)}) AS own
    ORDER BY "offset" DESC LIMIT ${scanned + 1}`;
  const all = raw.map((row) => toRow(row));
  const seen = all.slice(0, scanned);
  const fitting = seen.filter(({ fits }) => fits);
  const rows = fitting.slice(0, limit);
  const last = fitting.length > rows.length ? rows.at(-1) : seen.at(-1);
  const isLast = all.length === seen.length && fitting.length === rows.length;
  return { rows, before: isLast ? null : (last?.offset ?? null) };
}
