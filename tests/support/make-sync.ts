import type { Pool } from "pg";
import type { Config } from "@/lib/engine/connectors/customerio/parameters";
import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import type { Settings } from "@/lib/engine/pipeline/transform/settings";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { Cipher } from "@/lib/platform/crypto/cipher";

/** The key of every cipher in the tests, and of what is sealed in tests/support/releases. */
export const TEST_KEY = Buffer.alloc(32, 7);

export interface SyncPart {
  /** "customerio" when left out. */
  readonly partner?: string;
  readonly config?: Partial<Config>;
  readonly settings?: Partial<Settings>;
  readonly apiKey?: string;
  readonly enabled?: boolean;
}

/** An enabled sync into the sandbox's default workspace that sends all events with `seq`; cursors at 0. */
export async function makeSync(
  pool: Pool,
  project: ProjectId,
  part: SyncPart = {},
): Promise<SyncId> {
  const settings = {
    sendEvents: true,
    eventRows: [{ event: "_all", where: [] }],
    eventProperties: ["seq"],
    ...part.settings,
  };
  const { partner = "customerio" } = part;
  const config = partner === "customerio" ? { site_id: "sandbox-site", ...part.config } : {};
  const { rows } = await pool.query<{ readonly id: SyncId }>(
    `INSERT INTO syncs (project_id, partner, name, enabled, config, settings, secrets, created_by, updated_by)
     VALUES ($1, $5, 'Test', $2, $3, $4, '', 'test', 'test') RETURNING id`,
    [project, part.enabled ?? true, config, settings, partner],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("no sync was made");
  const secrets = JSON.stringify({ api_key: part.apiKey ?? "sandbox-key" });
  await pool.query("UPDATE syncs SET secrets = $2 WHERE id = $1", [
    id,
    new Cipher(TEST_KEY).encrypt(secrets, `sync:${id}`),
  ]);
  await pool.query(
    "INSERT INTO cursors (sync_id, shard, position, told_to) SELECT $1, shard, 0, 0 FROM generate_series(0, $2 - 1) AS shard",
    [id, SHARDS],
  );
  return id;
}
