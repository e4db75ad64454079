import { addCounts } from "@/lib/engine/store/counters/add-counts";
import type { Statement } from "@/lib/engine/store/statement";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { timestamp } from "@/lib/platform/postgres/copy";

/** What one call queues. */
interface QueueAgain {
  readonly syncId: SyncId;
  readonly projectId: ProjectId;
  /** Which rows of `deliveries`: a condition whose values are $1, $2 …. */
  readonly where: { readonly text: string; readonly values: readonly unknown[] };
  readonly rowsMax: number;
  readonly nowMs: number;
}

/** `people`: those with queued events, whose first MUST be freed. `last` is the newest chosen row of `deliveries`. */
export interface QueuedAgain {
  readonly chosen: number;
  readonly last: bigint | null;
  readonly queued: number;
  readonly people: readonly number[] | null;
}

/**
 * Parks events that were not delivered, oldest first, to be sent again: not those that are parked already, or were sent
 * again since, or are gone from the log. From here on they count as parked and no more as not delivered, so that the
 * sums agree. The sync's cursors MUST be locked, as by a settling: neither sees the other's half. Gives one QueuedAgain.
 */
export function queueAgain({ syncId, projectId, where, rowsMax, nowMs }: QueueAgain): Statement {
  const [sync, project, rows, now] = [1, 2, 3, 4].map((n) => `$${where.values.length + n}`);
  return {
    text: `WITH chosen AS (
        SELECT id, "offset", shard, person_id, outcome, reason, settled_at FROM deliveries
        WHERE sync_id = ${sync} AND ${where.text} AND outcome <> 'delivered'
          AND NOT EXISTS (SELECT 1 FROM deliveries again WHERE again.sync_id = ${sync}
            AND again.person_id = deliveries.person_id AND again.redelivery_of = deliveries.id)
          AND NOT EXISTS (SELECT 1 FROM parked p WHERE p.sync_id = ${sync}
            AND p.shard = deliveries.shard AND p."offset" = deliveries."offset")
        ORDER BY id LIMIT ${rows}::int
      ), queued AS (
        INSERT INTO parked (sync_id, shard, "offset", person_id, tries, requests, retry_at, reason, message,
          parked_at, redelivery_of)
        SELECT ${sync}, c.shard, c."offset", c.person_id, 0, 0, NULL, 'redelivery', '', ${now}::timestamptz, c.id
        FROM chosen c
        WHERE EXISTS (SELECT 1 FROM events e WHERE e.project_id = ${project} AND e."offset" = c."offset")
        ON CONFLICT (sync_id, shard, "offset") DO NOTHING RETURNING redelivery_of, person_id
      ), uncounted AS (
        SELECT ${sync}::int AS sync_id, c.shard, date_trunc('minute', c.settled_at) AS minute, c.outcome, c.reason,
          -count(*) AS count, 0 AS first_attempt
        FROM chosen c JOIN queued q ON q.redelivery_of = c.id GROUP BY 2, 3, 4, 5
      ), ${addCounts("uncounted")}, kept AS (
        INSERT INTO sync_uncounted (sync_id, outcome, reason, count)
        SELECT sync_id, outcome, reason, -sum(count) FROM uncounted GROUP BY sync_id, outcome, reason
        ON CONFLICT (sync_id, outcome, reason) DO UPDATE SET count = sync_uncounted.count + EXCLUDED.count
      )
      SELECT (SELECT count(*) FROM chosen)::int AS chosen, (SELECT max(id) FROM chosen) AS last, (SELECT count(*) FROM queued)::int AS queued,
        (SELECT array_agg(DISTINCT person_id::float8) FROM queued) AS people`,
    values: [...where.values, syncId, projectId, rowsMax, timestamp(nowMs)],
  };
}
