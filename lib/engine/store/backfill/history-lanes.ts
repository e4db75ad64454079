import type { Pool, PoolClient } from "pg";
import { ALL_SHARDS, SHARDS } from "@/lib/engine/pipeline/log/shard";
import { startAtHead } from "@/lib/engine/store/delivery/start-at-head";
import type { Statement } from "@/lib/engine/store/statement";
import type { SyncId } from "@/lib/kernel/brand";
import type { ClaimedBackfill } from "./backfill-row";

/** Opens the lane of history of the backfill's syncs, at the head: what it brings from here on goes on to them. */
export async function openLanes(
  client: PoolClient,
  { projectId, destinations }: ClaimedBackfill,
): Promise<void> {
  const { rows } = await client.query<{ readonly id: SyncId; readonly version: number }>(
    `SELECT id, version FROM syncs WHERE project_id = $1 AND id = ANY($2::int[]) ORDER BY id`,
    [projectId, destinations],
  );
  for (const { id, version } of rows) {
    for (const statement of startAtHead(id, projectId, version, "history")) {
      await client.query(statement.text, statement.values);
    }
  }
  await client.query("SELECT pg_notify('tributary_syncs', '')");
}

/** Stops or goes on reading the lanes of these syncs; what is parked of them is tried either way. */
export const setLanesIdle = (syncs: readonly number[], idle: boolean): Statement => ({
  text: `WITH mine AS (
           SELECT sync_id, shard FROM cursors
           WHERE sync_id = ANY($1::int[]) AND shard >= ${SHARDS} ORDER BY sync_id, shard FOR UPDATE
         ), set AS (
           UPDATE cursors c SET idle = $2 FROM mine WHERE c.sync_id = mine.sync_id AND c.shard = mine.shard
         )
         SELECT pg_notify('tributary_syncs', '')::text`,
  values: [[...syncs], idle],
});

/** What one sync still has of the history that goes on to it. */
export interface LaneLeft {
  readonly syncId: SyncId;
  readonly name: string;
  readonly enabled: boolean;
  /** At most `countedMax` of each shard. */
  readonly unread: number;
  readonly waiting: number;
}

/** Gives a LaneLeft for each of the syncs that is still there. */
export const laneLeft = (syncs: readonly number[], countedMax: number): Statement => ({
  name: "lane-left",
  text: `SELECT s.id AS "syncId", s.name, s.enabled,
           (SELECT coalesce(sum(left_over.n), 0)::int FROM cursors c CROSS JOIN LATERAL (
             SELECT count(*) AS n FROM (
               SELECT 1 FROM events e WHERE e.project_id = s.project_id AND e.shard = c.shard AND e."offset" > c.position
               LIMIT $2::int
             ) AS counted
           ) AS left_over WHERE c.sync_id = s.id AND c.shard >= ${SHARDS}) AS unread,
           (SELECT count(*)::int FROM parked p
            WHERE p.sync_id = s.id AND p.shard BETWEEN ${SHARDS} AND ${ALL_SHARDS - 1}) AS waiting
         FROM syncs s WHERE s.id = ANY($1::int[]) ORDER BY s.id`,
  values: [[...syncs], countedMax],
});

export const readLaneLeft = async (
  pool: Pool,
  { destinations }: Pick<ClaimedBackfill, "destinations">,
  countedMax: number,
): Promise<readonly LaneLeft[]> => {
  const { text, values } = laneLeft(destinations, countedMax);
  return (await pool.query<LaneLeft>(text, values)).rows;
};
