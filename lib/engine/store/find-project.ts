import type { Pool } from "pg";
import type { ProjectId } from "@/lib/kernel/brand";

/**
 * Whose key it is; `null` when it is nobody's or was revoked. That it was used is noted once a minute: callers remember
 * the answer, so this is far from every upload.
 */
export async function findProject(
  pool: Pick<Pool, "query">,
  apiKey: string,
): Promise<ProjectId | null> {
  const { rows } = await pool.query<{ id: ProjectId }>({
    name: "find-project",
    text: `WITH used AS (
        UPDATE ingestion_keys SET last_used_at = now()
        WHERE key = $1 AND revoked_at IS NULL AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
      )
      SELECT project_id AS id FROM ingestion_keys WHERE key = $1 AND revoked_at IS NULL`,
    values: [apiKey],
  });
  return rows[0]?.id ?? null;
}
