import type { Context } from "@/lib/admin/verb/context";
import type { Offset, PersonId, ProjectId, Shard, SyncId } from "@/lib/kernel/brand";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import type { Delivery } from "./delivery";
import { DELIVERY_COLUMNS, type DeliveryRow, toDelivery } from "./delivery-row";

// All that is stored of some events and every sync of their project, in one snapshot: an event that moves from the
// parking lot to the delivery log while it is read is in one of them.

/** What a sync has done with one event. */
export interface EventFacts {
  /** Rows of the delivery log, oldest first. */
  readonly deliveries: readonly FactDelivery[];
  readonly parked: FactParked | null;
  readonly span: FactSpan | null;
}

type FactDelivery = Delivery & { readonly requestIds: readonly string[] };

interface FactParked {
  readonly reason: string;
  readonly message: string;
  readonly requests: number;
  readonly requestIds: readonly string[];
  readonly retryAt: Date | null;
  /** UUID of the person's first parked event, when that is another. */
  readonly behind: string | null;
}

/** Which version read on from an offset: see sync_reads. */
interface FactSpan {
  readonly version: number | null;
  readonly read: boolean;
}

export type FactSync = Awaited<ReturnType<typeof syncsOf>>[number];

export interface FactEvent {
  readonly offset: Offset;
  readonly shard: Shard;
  readonly personId: PersonId;
  readonly day: Date;
}

export interface FateFacts {
  readonly syncs: readonly FactSync[];
  /** Those that the log has, in no order. */
  readonly events: readonly FactEvent[];
  of(sync: FactSync, event: FactEvent): EventFacts;
}

/** Reads the facts of these events: six statements, however many events and syncs there are. */
export function readFacts(
  ctx: Pick<Context, "db">,
  projectId: ProjectId,
  offsets: readonly Offset[],
): Promise<FateFacts> {
  return ctx.db.$transaction(
    async (tx) => {
      const events = await eventsAt(tx, projectId, offsets);
      const syncs = await syncsOf(tx, projectId);
      const [deliveries, parked, spans] = [
        await deliveriesOf(tx, syncs, events),
        await parkedOf(tx, projectId, syncs, events),
        await spansOf(tx, syncs, events),
      ];
      const of: FateFacts["of"] = (sync, event) => {
        const key = keyOf(sync.id, event.offset);
        return {
          deliveries: deliveries.get(key) ?? [],
          parked: parked.get(key)?.[0] ?? null,
          span: spans.get(key)?.[0] ?? null,
        };
      };
      return { syncs, events, of };
    },
    { isolationLevel: "RepeatableRead" },
  );
}

const keyOf = (syncId: SyncId, offset: number) => `${syncId} ${offset}`;

function byKey<Row extends { readonly sync_id: SyncId; readonly offset: number | bigint }, Value>(
  rows: readonly Row[],
  toValue: (row: Row) => Value,
): ReadonlyMap<string, readonly Value[]> {
  const found = new Map<string, Value[]>();
  for (const row of rows) {
    const key = keyOf(row.sync_id, Number(row.offset));
    const values = found.get(key);
    if (values === undefined) found.set(key, [toValue(row)]);
    else values.push(toValue(row));
  }
  return found;
}

async function eventsAt(
  tx: Transaction,
  projectId: ProjectId,
  offsets: readonly Offset[],
): Promise<readonly FactEvent[]> {
  const rows = await tx.$queryRaw<
    { offset: Offset; shard: Shard; person_id: PersonId; day: Date }[]
  >`
    SELECT "offset"::float8 AS "offset", shard, person_id::float8 AS person_id, day FROM events
    WHERE project_id = ${projectId} AND "offset" = ANY(${offsets.map(BigInt)})`;
  return rows.map(({ person_id, ...event }) => ({ ...event, personId: person_id }));
}

async function syncsOf(tx: Transaction, projectId: ProjectId) {
  const rows = await tx.sync.findMany({
    where: { projectId },
    omit: { secrets: true },
    include: { breaker: true, cursors: true },
    orderBy: { id: "asc" },
  });
  return rows.map((row) => ({ ...row, id: row.id as SyncId }));
}

const idsOf = (syncs: readonly FactSync[]) => syncs.map(({ id }) => id);
const offsetsOf = (events: readonly FactEvent[]) => events.map(({ offset }) => BigInt(offset));
const peopleOf = (events: readonly FactEvent[]) => [
  ...new Set(events.map(({ personId }) => BigInt(personId))),
];

/** The ids of all requests, whichever column has them. */
export const REQUEST_IDS = Prisma.sql`coalesce(request_ids, array_remove(ARRAY[request_id], NULL))::text[] AS request_ids`;

async function deliveriesOf(
  tx: Transaction,
  syncs: readonly FactSync[],
  events: readonly FactEvent[],
): Promise<ReadonlyMap<string, readonly FactDelivery[]>> {
  const rows = await tx.$queryRaw<(DeliveryRow & { sync_id: SyncId; request_ids: string[] })[]>`
    SELECT ${DELIVERY_COLUMNS}, ${REQUEST_IDS} FROM deliveries
    WHERE sync_id = ANY(${idsOf(syncs)}) AND person_id = ANY(${peopleOf(events)})
      AND "offset" = ANY(${offsetsOf(events)}) AND day >= ${dayBefore(events)}::date
    ORDER BY id`;
  return byKey(rows, (row) => ({ ...toDelivery(row), requestIds: row.request_ids }));
}

/** Before it nothing of these events was settled, by whichever clock. */
export function dayBefore(events: readonly Pick<FactEvent, "day">[]): Date {
  const first = Math.min(...events.map(({ day }) => day.getTime()), Number.MAX_SAFE_INTEGER);
  return new Date(first === Number.MAX_SAFE_INTEGER ? 0 : first - 86_400_000);
}

interface ParkedRow {
  readonly sync_id: SyncId;
  readonly offset: number;
  readonly reason: string;
  readonly message: string;
  readonly requests: number;
  readonly request_ids: string[];
  readonly retry_at: Date | null;
  readonly behind: string | null;
}

async function parkedOf(
  tx: Transaction,
  projectId: ProjectId,
  syncs: readonly FactSync[],
  events: readonly FactEvent[],
): Promise<ReadonlyMap<string, readonly FactParked[]>> {
  const rows = await tx.$queryRaw<ParkedRow[]>`
    SELECT p.sync_id, p."offset"::float8 AS "offset", p.reason, p.message, p.requests, p.retry_at, ${REQUEST_IDS},
      CASE WHEN first."offset" < p."offset" THEN (
        SELECT uuid::text FROM events WHERE project_id = ${projectId} AND "offset" = first."offset"
      ) END AS behind
    FROM parked p CROSS JOIN LATERAL (
      SELECT f."offset" FROM parked f WHERE f.sync_id = p.sync_id AND f.person_id = p.person_id
      ORDER BY f."offset" LIMIT 1
    ) AS first
    WHERE p.sync_id = ANY(${idsOf(syncs)}) AND p.person_id = ANY(${peopleOf(events)})
      AND p."offset" = ANY(${offsetsOf(events)})`;
  return byKey(rows, (row) => ({
    reason: row.reason,
    message: row.message,
    requests: row.requests,
    requestIds: row.request_ids,
    retryAt: row.retry_at,
    behind: row.behind,
  }));
}

async function spansOf(
  tx: Transaction,
  syncs: readonly FactSync[],
  events: readonly FactEvent[],
): Promise<ReadonlyMap<string, readonly FactSpan[]>> {
  const shards = events.map(({ shard }) => shard);
  const rows = await tx.$queryRaw<
    (FactSpan & { readonly sync_id: SyncId; readonly offset: number })[]
  >`
    SELECT s.id AS sync_id, e."offset"::float8 AS "offset", span.version, span.read
    FROM unnest(${idsOf(syncs)}::int[]) AS s(id)
    CROSS JOIN unnest(${offsetsOf(events)}::bigint[], ${shards}::smallint[]) AS e("offset", shard)
    CROSS JOIN LATERAL (
      SELECT version, read FROM sync_reads
      WHERE sync_id = s.id AND shard = e.shard AND from_offset <= e."offset" ORDER BY from_offset DESC LIMIT 1
    ) AS span`;
  return byKey(rows, ({ version, read }) => ({ version, read }));
}
