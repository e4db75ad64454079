import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import { peopleFiltered } from "@/lib/admin/people/people-filtered";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  parseInput,
  projectIdSchema,
  requireIn,
  requireScope,
  timeSchema,
} from "@/lib/admin/verb/guards";
import { shardsOf } from "@/lib/engine/pipeline/log/shard";
import { EventHead, type HeadRow } from "@/lib/engine/store/event-log/stored-event";
import type { ProjectId } from "@/lib/kernel/brand";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import { HEAD_COLUMNS, type RawRow, toEventSummary, toRow } from "./event-row";
import type { EventSummary } from "./event-view";
import { offsetAt } from "./offset-at";
import { offsetsOfUlid } from "./offsets-of-ulid";

/** A filter looks through so many events for each page: a rare name must not read the whole log. */
const SCAN_EVENTS_MAX = 50_000;

/** Hosts that receive events side by side number them by their commits: a time may be behind the one before. */
const OUT_OF_ORDER_MS = 60_000;

const recentEventsInput = z.object({
  projectId: projectIdSchema,
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  eventType: z.string().max(1024).optional(),
  /** Whatever names a person: see peopleNamed. */
  user: z.string().max(1024).optional(),
  insertId: z.string().max(1024).optional(),
  uuid: z.uuid().optional(),
  /** The id by which a destination knows it. */
  ulid: z.string().max(100).optional(),
  /** Received from then on … */
  since: timeSchema.optional(),
  /** … and before then. */
  until: timeSchema.optional(),
});

/**
 * Newest first. Pass the answer's `before` for the next page; null means that this was the last. With a filter a page
 * may be short, or empty, and still have a next one.
 */
export async function recentEvents(
  ctx: Context,
  rawInput: z.input<typeof recentEventsInput>,
): Promise<{ readonly items: readonly EventSummary[]; readonly before: number | null }> {
  requireScope(ctx, "events:read");
  const input = parseInput(recentEventsInput, rawInput);
  const { projectId, before, limit, since, until, ...filter } = input;
  requireIn(ctx, "events:read", projectId);
  const head = found(
    await ctx.db.logHead.findUnique({ where: { projectId } }),
    `Project ${projectId}`,
  );
  const at = (time: Date, ms: number) =>
    offsetAt(ctx, projectId, new Date(time.getTime() + ms), Number(head.lastOffset));
  const end = Math.min(
    before ?? Number.MAX_SAFE_INTEGER,
    until === undefined ? Number(head.lastOffset) + 1 : await at(until, OUT_OF_ORDER_MS),
  );
  const first = since === undefined ? 1 : await at(since, -OUT_OF_ORDER_MS);
  const isOne = input.uuid !== undefined || input.ulid !== undefined;
  const start = isOne ? first : Math.max(first, end - SCAN_EVENTS_MAX);
  const rows = await ctx.db.$queryRaw<RawRow<HeadRow>[]>`
    SELECT ${HEAD_COLUMNS} FROM events
    WHERE project_id = ${projectId} AND "offset" < ${end} AND "offset" >= ${start}
      ${Prisma.join(await conditions(ctx, projectId, { since, until, ...filter }), " ")}
    ORDER BY "offset" DESC LIMIT ${limit}`;
  const items = rows.map((row) => toEventSummary(new EventHead(projectId, toRow<HeadRow>(row))));
  const last = items.length === limit ? items.at(-1)?.offset : start;
  return {
    items: shown(ctx, projectId, items),
    before: last === undefined || last <= first ? null : last,
  };
}

type Filter = Pick<
  z.output<typeof recentEventsInput>,
  "eventType" | "user" | "insertId" | "uuid" | "ulid" | "since" | "until"
>;

async function conditions(
  ctx: Context,
  projectId: ProjectId,
  { eventType, user, insertId, uuid, ulid, since, until }: Filter,
): Promise<Prisma.Sql[]> {
  const people = user ? await peopleFiltered(ctx.db, projectId, user) : [];
  return [
    Prisma.empty,
    ...(eventType ? [Prisma.sql`AND event_type = ${eventType}`] : []),
    ...(insertId === undefined ? [] : [Prisma.sql`AND insert_id = ${insertId}`]),
    ...(uuid === undefined ? [] : [Prisma.sql`AND uuid = ${uuid}::uuid`]),
    ...(ulid === undefined
      ? []
      : [
          Prisma.sql`AND "offset" = ANY(${(await offsetsOfUlid(ctx, projectId, ulid)).map(BigInt)})`,
        ]),
    ...(since === undefined ? [] : [Prisma.sql`AND received_at >= ${since}`]),
    ...(until === undefined ? [] : [Prisma.sql`AND received_at < ${until}`]),
    ...(user
      ? [
          Prisma.sql`AND shard = ANY(${[...shardsOf(people)]}::smallint[])
            AND person_id = ANY(${people.map(BigInt)})`,
        ]
      : []),
  ];
}
