import type { Pool } from "pg";
import type { Cipher } from "@/lib/crypto/cipher";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import type { Destination } from "@/lib/pipeline/ports";

/** An enabled sync, ready to run. */
export interface LoadedSync {
  readonly id: SyncId;
  readonly projectId: ProjectId;
  readonly version: number;
  readonly destination: Destination;
  /** Requests in flight at once. */
  readonly concurrency: number;
}

interface SyncRow {
  readonly id: SyncId;
  readonly project_id: ProjectId;
  readonly version: number;
  readonly partner: string;
  readonly config: unknown;
  readonly settings: unknown;
  readonly secrets: Uint8Array;
}

export interface LoadSyncPorts {
  readonly pool: Pool;
  readonly cipher: Cipher;
  readonly customerioUrls: { readonly us: string; readonly eu: string };
  /** A sync that cannot run (its stored settings do not parse, its credentials do not decrypt) is skipped, loudly. */
  readonly onCorrupt: (sync: SyncId, error: unknown) => void;
}

/** The versions of all enabled syncs. */
export async function enabledVersions(pool: Pool): Promise<ReadonlyMap<SyncId, number>> {
  const { rows } = await pool.query<{ readonly id: SyncId; readonly version: number }>({
    name: "enabled-versions",
    text: "SELECT id, version FROM syncs WHERE enabled",
  });
  return new Map(rows.map((row) => [row.id, row.version]));
}
