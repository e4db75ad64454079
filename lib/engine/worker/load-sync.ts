import type { Pool } from "pg";
import { z } from "zod";
import { type OpenPorts, openSync, type RunnableSync } from "@/lib/engine/connectors/open-sync";
import { storedConfigSchemaOf, storedSecretsSchemaOf } from "@/lib/engine/connectors/parameters";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { settingsSchema } from "@/lib/engine/pipeline/transform/settings";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import type { Cipher } from "@/lib/platform/crypto/cipher";

/** An enabled sync, ready to run. */
export interface LoadedSync extends RunnableSync {
  readonly id: SyncId;
  readonly projectId: ProjectId;
  readonly version: number;
  /** The account at the destination: syncs into the same one share its rate. */
  readonly workspace: string;
  readonly requestsPerSecond: number;
}

interface SyncRow {
  readonly id: SyncId;
  readonly project_id: ProjectId;
  readonly partner: string;
  readonly version: number;
  readonly config: unknown;
  readonly settings: unknown;
  readonly secrets: Uint8Array;
}

export interface LoadSyncPorts extends OpenPorts {
  readonly pool: Pool;
  readonly cipher: Cipher;
}

/** The versions of all enabled syncs. */
export async function enabledVersions(pool: Pool): Promise<ReadonlyMap<SyncId, number>> {
  const { rows } = await pool.query<{ readonly id: SyncId; readonly version: number }>({
    name: "enabled-versions",
    text: "SELECT id, version FROM syncs WHERE enabled",
  });
  return new Map(rows.map((row) => [row.id, row.version]));
}

/**
 * The sync as it is stored now; null when it is gone or disabled.
 * Throws AppError `corrupt_settings` when its row does not parse or its secrets do not decrypt.
 */
export async function loadSync(id: SyncId, ports: LoadSyncPorts): Promise<LoadedSync | null> {
  const { rows } = await ports.pool.query<SyncRow>({
    name: "load-sync",
    text: `SELECT id, project_id, partner, version, config, settings, secrets FROM syncs WHERE id = $1 AND enabled`,
    values: [id],
  });
  const row = rows[0];
  return row === undefined ? null : readable(row, ports);
}

/** Whatever is wrong with the row (a value, the key of its secrets, a connector of a newer version) is said of the sync. */
function readable(row: SyncRow, ports: LoadSyncPorts): LoadedSync {
  try {
    return toLoadedSync(row, ports);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError("corrupt_settings", `Sync ${row.id} cannot be read: ${why}`);
  }
}

function toLoadedSync(row: SyncRow, ports: LoadSyncPorts): LoadedSync {
  const connector = connectorOf(row.partner);
  const { parameters } = connector.definition;
  const config = storedConfigSchemaOf(parameters).safeParse(row.config);
  const settings = settingsSchema.safeParse(row.settings);
  if (!config.success || !settings.success) {
    const error = config.error ?? settings.error;
    throw new Error(error === undefined ? "" : z.prettifyError(error).replaceAll(/\s+/g, " "));
  }
  const secrets = storedSecretsSchemaOf(parameters).parse(
    JSON.parse(ports.cipher.decrypt(row.secrets, `sync:${row.id}`)),
  );
  const account = connector.account(config.data);
  return {
    id: row.id,
    projectId: row.project_id,
    version: row.version,
    workspace: `${row.partner} ${account.id}`,
    requestsPerSecond: account.requestsPerSecond,
    ...openSync(
      { partner: row.partner, config: config.data, settings: settings.data, secrets },
      ports,
    ),
  };
}
