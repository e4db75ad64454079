import type { Pool } from "pg";
import type { WebhookSource } from "@/lib/engine/ingest/webhook/amplitude-webhook";
import type { ProjectId } from "@/lib/kernel/brand";

/** The webhook source with this key; `null` when there is none. */
export async function findSource(pool: Pool, key: string): Promise<WebhookSource | null> {
  const { rows } = await pool.query<{ project_id: ProjectId; secret_hash: Buffer }>({
    name: "find-source",
    text: "SELECT project_id, secret_hash FROM sources WHERE key = $1 AND kind = 'amplitude_webhook'",
    values: [key],
  });
  const [row] = rows;
  return row === undefined ? null : { project: row.project_id, secretHash: row.secret_hash };
}
