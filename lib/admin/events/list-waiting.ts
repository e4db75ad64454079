import { z } from "zod";
import { shown } from "@/lib/admin/access/shown";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { decodeCursor, type Page, pageInput, toPage } from "@/lib/admin/verb/paging";
import { ALL_SHARDS } from "@/lib/engine/pipeline/log/shard";
import type { Offset, PersonId } from "@/lib/kernel/brand";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import { SORTS } from "./sort";
import type { WaitingEvent } from "./waiting-event";
import { waitingCondition, waitingFilterSchema } from "./waiting-filter";

const listWaitingInput = waitingFilterSchema.extend({
  syncId: syncIdSchema,
  projectId: projectIdSchema.optional(),
  sort: z.enum(SORTS).default("oldest"),
  ...pageInput,
});

interface WaitingRow {
  readonly offset: bigint;
  readonly uuid: string;
  readonly kind: string;
  readonly event_type: string;
  readonly person_id: bigint;
  readonly user_id: string | null;
  readonly device_id: string | null;
  readonly reason: string;
  readonly message: string;
  readonly requests: number;
  readonly retry_at: Date | null;
  readonly first: bigint;
  readonly first_uuid: string | null;
  readonly first_type: string | null;
  readonly parked_at: Date;
  readonly event_time: Date;
  readonly received_at: Date;
  readonly redelivery_of: bigint | null;
}

/** What waits for one sync, in the order in which it was accepted. Pages by the event's place in the log. */
export async function listWaiting(
  ctx: Context,
  rawInput: z.input<typeof listWaitingInput>,
): Promise<Page<WaitingEvent>> {
  requireScope(ctx, "destinations:read");
  const { syncId, projectId, cursor, limit, sort, ...filter } = parseInput(
    listWaitingInput,
    rawInput,
  );
  const sync = await requireSync(ctx, syncId, projectId);
  const place = decodeCursor(cursor, Number.MAX_SAFE_INTEGER);
  const condition = await waitingCondition(ctx.db, { syncId, projectId: sync.projectId }, filter);
  const isNewest = sort === "newest";
  const order = Prisma.raw(isNewest ? `"offset" DESC` : `"offset"`);
  const beyond =
    place === undefined
      ? Prisma.sql`TRUE`
      : isNewest
        ? Prisma.sql`p."offset" < ${place}`
        : Prisma.sql`p."offset" > ${place}`;
  // Of each shard the first of the page, which an index has in order.
  const rows = await ctx.db.$queryRaw<WaitingRow[]>`
    SELECT page.*, e.uuid::text AS uuid, e.kind, e.event_type, e.user_id, e.device_id, e.event_time, e.received_at,
      first."offset" AS first, f.uuid::text AS first_uuid, f.event_type AS first_type
    FROM (
      SELECT of.* FROM generate_series(0, ${ALL_SHARDS - 1}::int) AS s(shard) CROSS JOIN LATERAL (
        SELECT p."offset", p.person_id, p.reason, p.message, p.requests, p.retry_at, p.parked_at, p.redelivery_of
        FROM parked p WHERE p.shard = s.shard AND ${condition} AND ${beyond}
        ORDER BY ${order} LIMIT ${limit + 1}
      ) AS of ORDER BY ${order} LIMIT ${limit + 1}
    ) AS page
    JOIN events e ON e.project_id = ${sync.projectId} AND e."offset" = page."offset"
    CROSS JOIN LATERAL (
      SELECT "offset" FROM parked WHERE sync_id = ${syncId} AND person_id = page.person_id ORDER BY "offset" LIMIT 1
    ) AS first
    LEFT JOIN events f ON f.project_id = ${sync.projectId} AND f."offset" = first."offset"
    ORDER BY page.${order}`;
  return toPage(shown(ctx, sync.projectId, rows.map(toWaiting)), limit, ({ offset }) => offset);
}

function toWaiting(row: WaitingRow): WaitingEvent {
  const isFirst = row.first === row.offset;
  return {
    offset: Number(row.offset) as Offset,
    eventUuid: row.uuid,
    kind: row.kind,
    eventType: row.event_type,
    personId: Number(row.person_id) as PersonId,
    userId: row.user_id,
    deviceId: row.device_id,
    reason: row.reason,
    message: row.message,
    attempts: row.requests,
    nextAttemptAt: isFirst ? row.retry_at : null,
    behind:
      isFirst || row.first_uuid === null
        ? null
        : {
            offset: Number(row.first) as Offset,
            eventUuid: row.first_uuid,
            eventType: row.first_type ?? "",
          },
    waitingSince: row.parked_at,
    eventTime: row.event_time,
    receivedAt: row.received_at,
    redeliveryOf: row.redelivery_of === null ? null : Number(row.redelivery_of),
  };
}
