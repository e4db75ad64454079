import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import type { SyncId } from "@/lib/kernel/brand";
import type { Statement } from "./statement";

/** How far one sync has come in the log of its project. */
export interface Lag {
  readonly sync_id: SyncId;
  /** Events that it has read since it was made. */
  readonly read: number;
  /** Events that it has not read, up to `countedMax` in each shard; more than that are given as `distance`. */
  readonly unread: number;
  /** Offsets from the slowest shard that has anything to read to the head: an upper bound of what is unread. */
  readonly distance: number;
}

/** Gives a Lag for each of these syncs that was ever enabled. One range of an index for each shard, cut off. */
export const lagOf = (syncIds: readonly SyncId[], countedMax: number): Statement => ({
  name: "lag-of-syncs",
  text: `SELECT sync_id, read, CASE WHEN longest >= $2::int THEN distance ELSE counted END AS unread, distance FROM (
           SELECT s.id AS sync_id, sum(c.read_count)::float8 AS read, sum(waiting.n)::float8 AS counted,
             max(waiting.n) AS longest,
             coalesce(max(h.last_offset) - min(c.position) FILTER (WHERE waiting.n > 0), 0)::float8 AS distance
           FROM syncs s JOIN log_heads h ON h.project_id = s.project_id JOIN cursors c ON c.sync_id = s.id
           CROSS JOIN LATERAL (
             SELECT count(*) AS n FROM (
               SELECT 1 FROM events e
               WHERE c.shard < ${SHARDS} AND e.project_id = s.project_id AND e.shard = c.shard AND e."offset" > c.position
               LIMIT $2::int
             ) AS counted
           ) AS waiting
           WHERE s.id = ANY($1::int[]) GROUP BY s.id
         ) AS lag`,
  values: [syncIds, countedMax],
});
