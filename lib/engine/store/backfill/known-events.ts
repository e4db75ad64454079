import type { Pool } from "pg";
import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import type { ProjectId } from "@/lib/kernel/brand";
import { inTransaction } from "@/lib/platform/postgres/pool";
import type { ClaimedBackfill } from "./backfill-row";
import { checkpoint } from "./checkpoint";

/** Which of the keys backfills have brought into the project already. */
export async function broughtBefore(
  pool: Pool,
  project: ProjectId,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ readonly key: string }>({
    name: "brought-before",
    text: "SELECT key FROM backfill_keys WHERE project_id = $1 AND key = ANY($2::uuid[])",
    values: [project, keys],
  });
  return new Set(rows.map(({ key }) => key));
}

/** Notes that events with these keys are in the log, and how far the backfill has come: `set` as of `checkpoint`. */
export const writeBrought = (
  pool: Pool,
  claim: ClaimedBackfill,
  keys: readonly string[],
  set: string,
  values: readonly unknown[],
): Promise<void> =>
  inTransaction(pool, async (client) => {
    const head =
      "(SELECT last_offset FROM log_heads WHERE log_heads.project_id = backfills.project_id)";
    await checkpoint(client, claim, `log_offset = ${head}, ${set}`, values);
    await client.query({
      name: "write-brought",
      text: `INSERT INTO backfill_keys (project_id, key) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING`,
      values: [claim.projectId, keys],
    });
  });

/** Events that the backfill brought and, being broken off, did not note. */
export async function broughtUnnoted(
  pool: Pool,
  { id, projectId }: Pick<ClaimedBackfill, "id" | "projectId">,
): Promise<number> {
  const { rows } = await pool.query<{ readonly n: number }>(
    `SELECT count(*)::int AS n FROM events e JOIN backfills b ON b.id = $1
     WHERE e.project_id = $2 AND e.shard >= ${SHARDS} AND e."offset" > b.log_offset`,
    [id, projectId],
  );
  return rows[0]?.n ?? 0;
}
