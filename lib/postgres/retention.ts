import type { Pool } from "pg";
import { createPartitions, utcDay } from "@/lib/postgres/partitions";

const DAY_MS = 86_400_000;

/** A partition that a cursor still needs is kept up to this many times the retention: the hard limit. */
const HARD_LIMIT_FACTOR = 4;

/** Weeks of insert_ids kept: deduplication looks back seven days, so into the last week at most. */
const INSERT_ID_WEEKS = 2;

/** Amplitude keeps delivery metrics for 90 days. */
const MINUTES_KEPT_DAYS = 90;

interface Partition {
  readonly name: string;
  /** First day in it, YYYY-MM-DD. */
  readonly day: string;
}

export interface RetentionReport {
  readonly dropped: readonly string[];
  /** Past the retention, but an enabled sync still has to read them. */
  readonly held: readonly string[];
}

/** Drops the partitions past their retention; events that an enabled sync has not read yet are held. */
export async function dropExpired(
  pool: Pool,
  nowMs: number,
  retention: { readonly logRetentionDays: number; readonly deliveryRetentionDays: number },
): Promise<RetentionReport> {
  const before = (days: number) => utcDay(nowMs - days * DAY_MS);
  const dropped: string[] = [];
  const held: string[] = [];
  const hardLimit = before(retention.logRetentionDays * HARD_LIMIT_FACTOR);
  for (const partition of await partitionsBefore(
    pool,
    "events",
    before(retention.logRetentionDays),
  )) {
    if (partition.day >= hardLimit && (await isStillNeeded(pool, partition))) {
      held.push(partition.name);
    } else {
      await expireParked(pool, partition, nowMs);
      await drop(pool, partition, dropped);
    }
  }
  const expired = [
    ...(await partitionsBefore(pool, "deliveries", before(retention.deliveryRetentionDays))),
    ...(await partitionsBefore(pool, "delivery_requests", before(retention.deliveryRetentionDays))),
    ...(await partitionsBefore(pool, "insert_ids", before(7 * INSERT_ID_WEEKS))),
  ];
  for (const partition of expired) await drop(pool, partition, dropped);
  await foldOldMinutes(pool, before(MINUTES_KEPT_DAYS));
  return { dropped, held };
}

async function partitionsBefore(
  pool: Pool,
  parent: string,
  day: string,
): Promise<readonly Partition[]> {
  const { rows } = await pool.query<{ readonly name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = $1::regclass ORDER BY 1`,
    [parent],
  );
  return rows
    .map(({ name }) => ({
      name,
      day: name.slice(-8).replace(/(\d{4})(\d{2})(\d{2})/, "$1-$2-$3"),
    }))
    .filter((partition) => partition.day < day);
}

/** True when an enabled sync has not read past the last event of the partition, or an event of it is parked. */
async function isStillNeeded(pool: Pool, { name }: Partition): Promise<boolean> {
  const { rows } = await pool.query<{ readonly needed: boolean }>(
    `SELECT EXISTS (
       SELECT 1 FROM cursors c JOIN syncs s ON s.id = c.sync_id
       WHERE s.enabled AND EXISTS (
         SELECT 1 FROM ${name} e
         WHERE e.project_id = s.project_id AND e.shard = c.shard AND e."offset" > c.position
       )
     ) OR EXISTS (
       SELECT 1 FROM parked p JOIN syncs s ON s.id = p.sync_id
       WHERE s.enabled AND EXISTS (
         SELECT 1 FROM ${name} e WHERE e.project_id = s.project_id AND e."offset" = p."offset"
       )
     ) AS needed`,
  );
  return rows[0]?.needed ?? false;
}

/** What is parked of a partition can be sent no more once it is dropped: it expires, on record, and counted. */
async function expireParked(pool: Pool, { name }: Partition, nowMs: number): Promise<void> {
  await createPartitions(pool, nowMs);
  await pool.query(
    `WITH lost AS (
       DELETE FROM parked p USING syncs s, ${name} e
       WHERE s.id = p.sync_id AND e.project_id = s.project_id AND e."offset" = p."offset"
       RETURNING p.sync_id, s.version, p."offset", p.shard, p.person_id, e.uuid, e.kind, e.event_type, e.user_id,
         p.reason, p.requests, p.request_id, e.event_time, e.received_at, p.redelivery_of
     ), logged AS (
       INSERT INTO deliveries (day, sync_id, sync_version, "offset", shard, person_id, event_uuid, kind, event_type,
         user_id, outcome, reason, detail, attempts, request_id, event_time, received_at, settled_at, redelivery_of)
       SELECT ($1::timestamptz AT TIME ZONE 'UTC')::date, sync_id, version, "offset", shard, person_id, uuid, kind,
         event_type, user_id, 'expired', reason, '{"message":"The event log no longer holds this event"}', requests,
         request_id, event_time, received_at, $1::timestamptz, redelivery_of
       FROM lost
     )
     INSERT INTO sync_minutes (sync_id, shard, minute, outcome, reason, count, first_attempt)
     SELECT sync_id, shard, date_trunc('minute', $1::timestamptz), 'expired', reason, count(*), 0 FROM lost
     GROUP BY sync_id, shard, reason
     ON CONFLICT (sync_id, shard, minute, outcome, reason) DO UPDATE SET count = sync_minutes.count + EXCLUDED.count`,
    [new Date(nowMs).toISOString()],
  );
  await pool.query(
    `UPDATE parked p SET retry_at = now() FROM (
       SELECT DISTINCT ON (sync_id, person_id) sync_id, shard, "offset" FROM parked
       ORDER BY sync_id, person_id, "offset"
     ) AS first
     WHERE p.sync_id = first.sync_id AND p.shard = first.shard AND p."offset" = first."offset" AND p.retry_at IS NULL`,
  );
}

/**
 * Old minutes of a sync become one row of all that was before (minute = epoch), so that the sums since the sync was
 * made stay true; old latencies and ingestion minutes go.
 */
async function foldOldMinutes(pool: Pool, day: string): Promise<void> {
  await pool.query(
    `WITH old AS (
       DELETE FROM sync_minutes WHERE minute < $1::date AND minute > to_timestamp(0)
       RETURNING sync_id, shard, outcome, reason, count, first_attempt
     )
     INSERT INTO sync_minutes (sync_id, shard, minute, outcome, reason, count, first_attempt)
     SELECT sync_id, shard, to_timestamp(0), outcome, reason, sum(count), sum(first_attempt) FROM old
     GROUP BY sync_id, shard, outcome, reason
     ON CONFLICT (sync_id, shard, minute, outcome, reason) DO UPDATE SET
       count = sync_minutes.count + EXCLUDED.count, first_attempt = sync_minutes.first_attempt + EXCLUDED.first_attempt`,
    [day],
  );
  await pool.query("DELETE FROM sync_latencies WHERE minute < $1::date", [day]);
  await pool.query("DELETE FROM ingest_minutes WHERE minute < $1::date", [day]);
}

async function drop(pool: Pool, { name }: Partition, dropped: string[]): Promise<void> {
  await pool.query(`DROP TABLE IF EXISTS ${name}`);
  dropped.push(name);
}
