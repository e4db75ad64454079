import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import type { Statement } from "@/lib/engine/store/statement";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";

/**
 * Puts a sync's cursors of a lane to the head: streaming starts here. MUST run in one transaction, which holds the head's
 * row lock until the commit, so that no event falls between. A higher token voids what a worker still has in hand. What
 * is left out stays on record.
 * @param version the one that enables
 */
export function startAtHead(
  syncId: SyncId,
  projectId: ProjectId,
  version: number,
  lane: "live" | "history" = "live",
): readonly Statement[] {
  const first = lane === "live" ? 0 : SHARDS;
  const last = first + SHARDS - 1;
  return [
    {
      text: "SELECT last_offset FROM log_heads WHERE project_id = $1::int FOR UPDATE",
      values: [projectId],
    },
    {
      text: `WITH stopped AS (
          SELECT shard, position, told_to FROM cursors
          WHERE sync_id = $1::int AND shard BETWEEN ${first} AND ${last} ORDER BY shard FOR UPDATE
        )
        INSERT INTO sync_reads (sync_id, shard, from_offset, version, read)
        SELECT $1::int, shard, coalesce(told_to + 1, 0), NULL::int, true FROM stopped
          WHERE told_to IS DISTINCT FROM position
        UNION ALL
        SELECT $1::int, shard, position + 1, $3::int, false FROM stopped, log_heads
          WHERE project_id = $2::int AND position < last_offset`,
      values: [syncId, projectId, version],
    },
    {
      text: `INSERT INTO cursors (sync_id, shard, position, told_to)
        SELECT $1::int, shard, last_offset, last_offset FROM log_heads, generate_series(${first}, ${last}) AS shard
          WHERE project_id = $2::int
        ON CONFLICT (sync_id, shard) DO UPDATE SET position = EXCLUDED.position, told_to = EXCLUDED.told_to,
          idle = false,
          read_version = CASE WHEN cursors.position < EXCLUDED.position THEN NULL ELSE cursors.read_version END,
          lease_token = cursors.lease_token + 1, lease_owner = NULL, lease_until = NULL`,
      values: [syncId, projectId],
    },
  ];
}
