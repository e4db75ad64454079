import type { Pool, PoolClient } from "pg";
import { countLatencies, countOutcomes } from "@/lib/engine/pipeline/record/count-settled";
import {
  LeaseLost,
  type Settlement,
  type SettlementStore,
} from "@/lib/engine/pipeline/record/settlement";
import { addCounts } from "@/lib/engine/store/counters/add-counts";
import { writeParked } from "@/lib/engine/store/parked/write-parked";
import { createPartitions } from "@/lib/engine/store/partitions";
import { copyInto, timestamp } from "@/lib/platform/postgres/copy";
import { isMissingPartition, UnknownCommit } from "@/lib/platform/postgres/errors";
import { inTransaction } from "@/lib/platform/postgres/pool";
import { deliveryRows, requestRows } from "./delivery-rows";

/** Thousands of rows, on a busy server. */
const SETTLE_MS_MAX = 30_000;

/** Settles turns on PostgreSQL: outcomes, counters and cursors in one transaction. */
export function createSettlementStore(pool: Pool): SettlementStore {
  return {
    async settle(settlement) {
      try {
        await settleOnce(pool, settlement);
      } catch (error) {
        if (error instanceof UnknownCommit) await readAnew(pool, settlement, error);
        if (!isMissingPartition(error)) throw error;
        await createPartitions(pool);
        await settleOnce(pool, settlement);
      }
    },
  };
}

/**
 * After a commit without an answer only the database knows where the cursors are: whoever runs them MUST read them
 * anew, as after a lost lease, once the transaction has ended. A settling that was not committed is done again.
 */
async function readAnew(
  pool: Pool,
  { syncId, moves }: Settlement,
  unknown: UnknownCommit,
): Promise<never> {
  const waitForEnd = (client: PoolClient) =>
    client.query(
      "SELECT 1 FROM cursors WHERE sync_id = $1 AND shard = ANY($2::smallint[]) ORDER BY shard FOR UPDATE",
      [syncId, moves.map((move) => move.shard)],
    );
  await inTransaction(pool, waitForEnd).catch(() => undefined);
  throw new LeaseLost(`sync ${syncId}: ${unknown.message}`);
}

/**
 * The commit does not wait for the disk: when the server dies before it gets there, the cursor is back where it was
 * and the same events are sent again under the same ids, as after a crash of the worker.
 */
const settleOnce = (pool: Pool, settlement: Settlement): Promise<void> =>
  inTransaction(
    pool,
    async (client) => {
      await client.query("SET LOCAL synchronous_commit = off");
      await moveCursors(client, settlement);
      await writeParked(client, settlement);
      await writeDeliveries(client, settlement);
      await writeCounts(client, settlement);
    },
    { deadlineMs: SETTLE_MS_MAX },
  );

/**
 * MUST come first: its row locks and its guard keep every other writer of these shards out. It also says which version
 * read what from here on, where that was another before, or was not said.
 */
async function moveCursors(
  client: PoolClient,
  { syncId, syncVersion, moves }: Settlement,
): Promise<void> {
  const { rowCount } = await client.query({
    name: "move-cursors",
    text: `WITH locked AS (
             SELECT shard, read_version, told_to FROM cursors
             WHERE sync_id = $1 AND shard = ANY($2::smallint[]) ORDER BY shard FOR UPDATE
           ), moved AS (
             UPDATE cursors c SET position = m.position, read_count = c.read_count + m.read,
               read_version = CASE WHEN m.position > m.previous THEN $7::int ELSE c.read_version END,
               told_to = CASE WHEN m.position > m.previous THEN m.position ELSE c.told_to END
             FROM locked JOIN unnest($2::smallint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
               AS m(shard, token, previous, position, read) ON m.shard = locked.shard
             WHERE c.sync_id = $1 AND c.shard = m.shard AND c.lease_token = m.token AND c.position = m.previous
             RETURNING c.shard, m.previous, m.position, locked.read_version, locked.told_to
           ), told AS (
             INSERT INTO sync_reads (sync_id, shard, from_offset, version, read)
             SELECT $1, shard, coalesce(told_to + 1, 0), NULL::int, true FROM moved
             WHERE position > previous AND told_to IS DISTINCT FROM previous
             UNION ALL
             SELECT $1, shard, previous + 1, $7::int, true FROM moved
             WHERE position > previous AND (read_version IS DISTINCT FROM $7::int OR told_to IS DISTINCT FROM previous)
           )
           SELECT shard FROM moved`,
    values: [
      syncId,
      moves.map((move) => move.shard),
      moves.map((move) => move.token),
      moves.map((move) => move.previous),
      moves.map((move) => move.position),
      moves.map((move) => move.read),
      syncVersion,
    ],
  });
  if (rowCount !== moves.length) throw new LeaseLost(`sync ${syncId}: a shard is no longer ours`);
}

async function writeDeliveries(client: PoolClient, settlement: Settlement): Promise<void> {
  const deliveries = deliveryRows(settlement);
  if (!deliveries.isEmpty) await copyInto(client, deliveries);
  const requests = requestRows(settlement);
  if (!requests.isEmpty) await copyInto(client, requests);
}

/** Outcomes and latencies in one statement. Nothing is counted of a turn that only made requests. */
async function writeCounts(client: PoolClient, settlement: Settlement): Promise<void> {
  if (settlement.moves.length === 0) return;
  const counts = countOutcomes(settlement);
  const latencies = countLatencies(settlement);
  if (counts.length === 0) return;
  await client.query({
    name: "count-settled",
    text: `WITH counted AS (
             SELECT $1::int AS sync_id, date_trunc('minute', $2::timestamptz) AS minute, c.*
             FROM unnest($3::smallint[], $4::text[], $5::text[], $6::bigint[], $7::bigint[])
               AS c(shard, outcome, reason, count, first_attempt)
           ), timed AS (
             SELECT $1::int AS sync_id, date_trunc('minute', $2::timestamptz) AS minute, t.*
             FROM unnest($8::smallint[], $9::text[], $10::smallint[], $11::bigint[]) AS t(shard, stage, bucket, count)
           ), ${addCounts("counted")}, totals AS (
             INSERT INTO sync_latencies (sync_id, shard, minute, bucket, count)
             SELECT sync_id, shard, minute, bucket, count FROM timed WHERE stage = 'total'
             ON CONFLICT (sync_id, shard, minute, bucket) DO UPDATE SET count = sync_latencies.count + EXCLUDED.count
           )
           INSERT INTO sync_stages (sync_id, shard, minute, stage, bucket, count)
           SELECT sync_id, shard, minute, stage, bucket, count FROM timed WHERE stage <> 'total'
           ON CONFLICT (sync_id, shard, minute, stage, bucket) DO UPDATE SET count = sync_stages.count + EXCLUDED.count`,
    values: [
      settlement.syncId,
      timestamp(settlement.settledMs),
      counts.map((count) => count.shard),
      counts.map((count) => count.outcome),
      counts.map((count) => count.reason),
      counts.map((count) => count.count),
      counts.map((count) => count.firstAttempt),
      latencies.map((latency) => latency.shard),
      latencies.map((latency) => latency.stage),
      latencies.map((latency) => latency.bucket),
      latencies.map((latency) => latency.count),
    ],
  });
}
