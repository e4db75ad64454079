import type { PoolClient } from "pg";

/** Rows in one statement: short locks, whatever has gathered. */
const BATCH_ROWS = 5_000;

/**
 * Old minutes of a sync, and of ingestion, become one row of all that was before (minute = epoch), so that the sums
 * since the beginning stay true and never fall; old latencies and hours go. What is old MUST be summed up in days. `day` (YYYY-MM-DD) is the first that stays.
 */
export async function foldOldMinutes(client: PoolClient, day: string): Promise<void> {
  await inBatches(
    client,
    `WITH old AS (
       DELETE FROM sync_minutes WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM sync_minutes WHERE minute < $1::date AND minute > to_timestamp(0) LIMIT $2))
       RETURNING sync_id, shard, outcome, reason, count, first_attempt
     ), folded AS (
       INSERT INTO sync_minutes (sync_id, shard, minute, outcome, reason, count, first_attempt)
       SELECT sync_id, shard, to_timestamp(0), outcome, reason, sum(count), sum(first_attempt) FROM old
       GROUP BY sync_id, shard, outcome, reason
       ON CONFLICT (sync_id, shard, minute, outcome, reason) DO UPDATE SET
         count = sync_minutes.count + EXCLUDED.count,
         first_attempt = sync_minutes.first_attempt + EXCLUDED.first_attempt
     )
     SELECT count(*) AS rows FROM old`,
    day,
  );
  await inBatches(
    client,
    `WITH old AS (
       DELETE FROM ingest_minutes WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM ingest_minutes WHERE minute < $1::date AND minute > to_timestamp(0) LIMIT $2))
       RETURNING project_id, source, outcome, reason, requests, events
     ), folded AS (
       INSERT INTO ingest_minutes (project_id, minute, source, outcome, reason, requests, events)
       SELECT project_id, to_timestamp(0), source, outcome, reason, sum(requests), sum(events) FROM old
       GROUP BY project_id, source, outcome, reason
       ON CONFLICT (project_id, minute, source, outcome, reason) DO UPDATE SET
         requests = ingest_minutes.requests + EXCLUDED.requests, events = ingest_minutes.events + EXCLUDED.events
     )
     SELECT count(*) AS rows FROM old`,
    day,
  );
  for (const [table, past] of GONE) {
    await inBatches(
      client,
      `WITH old AS (
         DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${past} LIMIT $2)) RETURNING 1
       )
       SELECT count(*) AS rows FROM old`,
      day,
    );
  }
}

/** What no window asks for any more; the days of counts are kept, as the sums since the beginning. */
const GONE = [
  ["sync_latencies", "minute < $1::date"],
  ["sync_stages", "minute < $1::date"],
  ["sync_latency_sums", "at < $1::date"],
  ["sync_sums", "grain = 'hour' AND at < $1::date"],
  ["ingest_sums", "grain = 'hour' AND at < $1::date"],
] as const;

async function inBatches(client: PoolClient, sql: string, day: string): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ readonly rows: string }>(sql, [day, BATCH_ROWS]);
    if (Number(rows[0]?.rows ?? 0) < BATCH_ROWS) return;
  }
}
