import type { Pool } from "pg";
import { RELAYS } from "@/lib/engine/connectors/registry";
import type { ProjectId } from "@/lib/kernel/brand";

/**
 * How many events at least wait for the enabled relay of a project that is furthest behind: parked, and between its
 * first unread event and the head of the log. One probe of an index for each shard, and `countedMax` parked ones at
 * most. Projects without such a relay are left out.
 */
export async function readRelayBacklogs(
  pool: Pool,
  countedMax: number,
): Promise<ReadonlyMap<ProjectId, number>> {
  const { rows } = await pool.query<{ readonly project_id: ProjectId; readonly waiting: number }>({
    name: "relay-backlogs",
    text: `SELECT project_id, max(parked + unread)::float8 AS waiting FROM (
             SELECT s.project_id,
               (SELECT count(*) FROM (SELECT 1 FROM parked p WHERE p.sync_id = s.id LIMIT $2::int + 1) AS counted) AS parked,
               coalesce(h.last_offset - min(first.unread) + 1, 0) AS unread
             FROM syncs s JOIN log_heads h ON h.project_id = s.project_id JOIN cursors c ON c.sync_id = s.id
             LEFT JOIN LATERAL (
               SELECT e."offset" AS unread FROM events e
               WHERE e.project_id = s.project_id AND e.shard = c.shard AND e."offset" > c.position
               ORDER BY e."offset" LIMIT 1
             ) AS first ON true
             WHERE s.enabled AND s.partner = ANY($1)
             GROUP BY s.id, s.project_id, h.last_offset
           ) AS relays GROUP BY project_id`,
    values: [RELAYS, countedMax],
  });
  return new Map(rows.map(({ project_id, waiting }) => [project_id, waiting]));
}
