import type { PoolClient } from "pg";
import type { Partition } from "./drop-partitions";

// What becomes of events that somebody still wants when their partition goes: they expire, counted, and what was
// parked also on record. `read = filtered + delivered + discarded + expired + parked` stays true.

/** True when an enabled sync has not read past the last event of the partition, or an event of it is parked. */
export async function isStillNeeded(client: PoolClient, { name }: Partition): Promise<boolean> {
  const { rows } = await client.query<{ readonly needed: boolean }>(
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

/**
 * Counts what enabled syncs have not read of the partition as expired, reason `retention`, and moves their cursors
 * past it; a worker that was reading it finds its lease lost and starts behind it. Returns how many events.
 */
export async function expireUnread(client: PoolClient, { name }: Partition): Promise<number> {
  const syncs = await client.query<{ readonly id: number }>(
    "SELECT id FROM syncs WHERE enabled ORDER BY id",
  );
  let expired = 0;
  for (const { id } of syncs.rows) {
    const { rows } = await client.query<{ readonly n: string }>(
      `WITH mine AS (
         SELECT c.shard, c.position, s.project_id FROM cursors c JOIN syncs s ON s.id = c.sync_id
         WHERE c.sync_id = $1 AND s.enabled ORDER BY c.shard FOR UPDATE OF c
       ), lost AS (
         SELECT m.shard, count(*) AS n, max(e."offset") AS last FROM mine m JOIN ${name} e
           ON e.project_id = m.project_id AND e.shard = m.shard AND e."offset" > m.position
         GROUP BY m.shard
       ), moved AS (
         UPDATE cursors c SET position = lost.last, read_count = c.read_count + lost.n FROM lost
         WHERE c.sync_id = $1 AND c.shard = lost.shard
       ), counted AS (
         INSERT INTO sync_minutes (sync_id, shard, minute, outcome, reason, count, first_attempt)
         SELECT $1, shard, date_trunc('minute', now()), 'expired', 'retention', n, 0 FROM lost
         ON CONFLICT (sync_id, shard, minute, outcome, reason) DO UPDATE SET count = sync_minutes.count + EXCLUDED.count
       )
       SELECT coalesce(sum(n), 0) AS n FROM lost`,
      [id],
    );
    expired += Number(rows[0]?.n ?? 0);
  }
  return expired;
}

/** What is parked of a partition can be sent no more once it is dropped: it expires, on record, and counted. */
export async function expireParked(client: PoolClient, { name }: Partition): Promise<void> {
  await client.query(
    `WITH lost AS (
       DELETE FROM parked p USING syncs s, ${name} e
       WHERE s.id = p.sync_id AND e.project_id = s.project_id AND e."offset" = p."offset"
       RETURNING p.sync_id, s.version, p."offset", p.shard, p.person_id, e.uuid, e.kind, e.event_type, e.user_id,
         p.reason, p.requests, p.request_id, e.event_time, e.received_at, p.redelivery_of
     ), logged AS (
       INSERT INTO deliveries (day, sync_id, sync_version, "offset", shard, person_id, event_uuid, kind, event_type,
         user_id, outcome, reason, detail, attempts, request_id, event_time, received_at, settled_at, redelivery_of)
       SELECT (now() AT TIME ZONE 'UTC')::date, sync_id, version, "offset", shard, person_id, uuid, kind,
         event_type, user_id, 'expired', reason, '{"message":"The event log no longer holds this event"}', requests,
         request_id, event_time, received_at, now(), redelivery_of
       FROM lost
     )
     INSERT INTO sync_minutes (sync_id, shard, minute, outcome, reason, count, first_attempt)
     SELECT sync_id, shard, date_trunc('minute', now()), 'expired', reason, count(*), 0 FROM lost
     GROUP BY sync_id, shard, reason
     ON CONFLICT (sync_id, shard, minute, outcome, reason) DO UPDATE SET count = sync_minutes.count + EXCLUDED.count`,
  );
  await client.query(
    `UPDATE parked p SET retry_at = now() FROM (
       SELECT DISTINCT ON (sync_id, person_id) sync_id, shard, "offset" FROM parked
       ORDER BY sync_id, person_id, "offset"
     ) AS first
     WHERE p.sync_id = first.sync_id AND p.shard = first.shard AND p."offset" = first."offset" AND p.retry_at IS NULL`,
  );
}
