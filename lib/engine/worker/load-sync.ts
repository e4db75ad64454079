import type { Pool } from "pg";
import {
  type Account,
  accountOf,
  type OpenPorts,
  openSync,
  type RunnableSync,
} from "@/lib/engine/connectors/open-sync";
import { storedConfig, storedSecrets, storedSettings } from "@/lib/engine/store/stored-sync";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import type { Cipher } from "@/lib/platform/crypto/cipher";

/** An enabled sync, ready to run. */
export interface LoadedSync extends RunnableSync, Account {
  readonly id: SyncId;
  readonly projectId: ProjectId;
  readonly version: number;
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

interface LoadSyncPorts extends OpenPorts {
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
    if (error instanceof AppError && error.code === "corrupt_settings") throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError("corrupt_settings", `Sync ${row.id} cannot be read: ${why}`);
  }
}

function toLoadedSync(row: SyncRow, ports: LoadSyncPorts): LoadedSync {
  const { partner } = row;
  const config = storedConfig(row);
  const opened = {
    partner,
    config,
    settings: storedSettings(row),
    secrets: storedSecrets(row, ports.cipher),
  };
  return {
    id: row.id,
    projectId: row.project_id,
    version: row.version,
    ...accountOf(partner, config),
    ...openSync(opened, ports),
  };
}
