import type { PoolClient } from "pg";
import { addCounts } from "@/lib/engine/store/counters/add-counts";
import type { Partition } from "./drop-partitions";

// What becomes of events that somebody still wants when their partition goes: they expire, counted, and what was
// parked also on record. `read = filtered + delivered + discarded + expired + parked` stays true.

/** True when an enabled sync has not read past the last event of the partition, or an event of it is parked. */
export async function isStillNeeded(client: PoolClient, { name }: Partition): Promise<boolean> {
  const { rows } = await client.query<{ readonly needed: boolean }>(
    `SELECT EXISTS (
       SELECT 1 FROM cursors c JOIN syncs s ON s.id = c.sync_id
       WHERE s.enabled AND NOT c.idle AND EXISTS (
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
         WHERE c.sync_id = $1 AND s.enabled AND NOT c.idle ORDER BY c.shard FOR UPDATE OF c
       ), lost AS (
         SELECT m.shard, count(*) AS n, max(e."offset") AS last FROM mine m JOIN ${name} e
           ON e.project_id = m.project_id AND e.shard = m.shard AND e."offset" > m.position
         GROUP BY m.shard
       ), moved AS (
         UPDATE cursors c SET position = lost.last, read_count = c.read_count + lost.n,
           told_to = CASE WHEN c.told_to = c.position THEN lost.last ELSE c.told_to END FROM lost
         WHERE c.sync_id = $1 AND c.shard = lost.shard
       ), counted AS (
         SELECT $1::int AS sync_id, shard, date_trunc('minute', now()) AS minute, o.outcome, o.reason, n AS count,
           0 AS first_attempt
         FROM lost CROSS JOIN (VALUES ('read', ''), ('expired', 'retention')) AS o(outcome, reason)
       ), ${addCounts("counted")}
       SELECT coalesce(sum(n), 0) AS n FROM lost`,
      [id],
    );
    expired += Number(rows[0]?.n ?? 0);
  }
  return expired;
}
