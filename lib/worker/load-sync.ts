import type { Pool } from "pg";
import type { Dispatcher } from "undici";
import type { Cipher } from "@/lib/crypto/cipher";
import { createCustomerIo } from "@/lib/destinations/customerio/customer-io";
import { configSchema, secretsSchema } from "@/lib/destinations/customerio/settings";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import type { Clock } from "@/lib/kernel/clock";
import { AppError } from "@/lib/kernel/errors";
import { Secret } from "@/lib/kernel/secret";
import type { Destination } from "@/lib/pipeline/ports";
import { settingsSchema } from "@/lib/pipeline/transform/settings";

/** An enabled sync, ready to run. */
export interface LoadedSync {
  readonly id: SyncId;
  readonly projectId: ProjectId;
  readonly version: number;
  readonly destination: Destination;
  /** The Customer.io workspace: syncs into the same one share its rate. */
  readonly workspace: string;
  readonly requestsPerSecond: number;
}

interface SyncRow {
  readonly id: SyncId;
  readonly project_id: ProjectId;
  readonly version: number;
  readonly config: unknown;
  readonly settings: unknown;
  readonly secrets: Uint8Array;
}

export interface LoadSyncPorts {
  readonly pool: Pool;
  readonly cipher: Cipher;
  readonly clock: Clock;
  readonly customerioUrls: { readonly us: string; readonly eu: string };
  /** Connections to Customer.io, shared by all syncs of the process. */
  readonly dispatcher: Dispatcher;
  /** Of this program, for the User-Agent. */
  readonly version: string;
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
 * Throws AppError `corrupt_settings` when its row does not parse, `unavailable` when its secrets do not decrypt.
 */
export async function loadSync(id: SyncId, ports: LoadSyncPorts): Promise<LoadedSync | null> {
  const { rows } = await ports.pool.query<SyncRow>({
    name: "load-sync",
    text: `SELECT id, project_id, version, config, settings, secrets FROM syncs WHERE id = $1 AND enabled`,
    values: [id],
  });
  const row = rows[0];
  return row === undefined ? null : toLoadedSync(row, ports);
}

function toLoadedSync(row: SyncRow, ports: LoadSyncPorts): LoadedSync {
  const config = configSchema.safeParse(row.config);
  const settings = settingsSchema.safeParse(row.settings);
  if (!config.success || !settings.success) {
    const why = (config.error ?? settings.error)?.message ?? "";
    throw new AppError("corrupt_settings", `Sync ${row.id} is stored wrongly: ${why}`);
  }
  const secrets = secretsSchema.parse(
    JSON.parse(ports.cipher.decrypt(row.secrets, `sync:${row.id}`)),
  );
  return {
    id: row.id,
    projectId: row.project_id,
    version: row.version,
    workspace: `${config.data.region} ${config.data.site_id}`,
    requestsPerSecond: config.data.requests_per_second,
    destination: createCustomerIo({
      config: config.data,
      settings: settings.data,
      credentials: { siteId: config.data.site_id, apiKey: new Secret(secrets.api_key ?? "") },
      baseUrls: ports.customerioUrls,
      dispatcher: ports.dispatcher,
      version: ports.version,
      clock: ports.clock,
    }),
  };
}
