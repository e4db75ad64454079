import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import type { Prisma } from "@/lib/platform/postgres/generated/client";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import type { SyncState } from "./apply-patch";

// What a save writes besides the row itself. Everything here runs inside the save's transaction.

/** Keeps the state in the history, without secrets. */
export async function writeVersion(
  tx: Transaction,
  sync: { readonly id: SyncId; readonly version: number },
  state: SyncState,
  secretsChanged: readonly string[],
  by: { readonly name: string; readonly at: Date },
): Promise<void> {
  const { name, enabled, config, settings } = state;
  await tx.syncVersion.create({
    data: {
      syncId: sync.id,
      version: sync.version,
      state: { name, enabled, config, settings, secretsChanged: [...secretsChanged] } as object,
      changedAt: by.at,
      changedBy: by.name,
    },
  });
}

/**
 * Puts all cursors to the head: streaming starts here. MUST hold the head's row lock until the commit, so that no
 * event falls between. A higher token voids what a worker still has in hand.
 */
export async function startAtHead(
  tx: Transaction,
  syncId: SyncId,
  projectId: ProjectId,
): Promise<void> {
  await tx.$executeRaw`
    WITH head AS (SELECT last_offset FROM log_heads WHERE project_id = ${projectId} FOR UPDATE)
    INSERT INTO cursors (sync_id, shard, position)
    SELECT ${syncId}, shard, head.last_offset FROM head, generate_series(0, ${SHARDS - 1}) AS shard
    ON CONFLICT (sync_id, shard) DO UPDATE SET position = EXCLUDED.position,
      lease_token = cursors.lease_token + 1, lease_owner = NULL, lease_until = NULL`;
}

/**
 * Goes on where the sync stopped: what arrived while it was disabled is sent as well, as far as the log retains it.
 * A sync that was never enabled has no such place and starts at the head.
 */
export async function startWhereStopped(
  tx: Transaction,
  syncId: SyncId,
  projectId: ProjectId,
): Promise<void> {
  const cursors = await tx.cursor.count({ where: { syncId } });
  if (cursors === 0) await startAtHead(tx, syncId, projectId);
}

/** Wakes the workers, at the commit. */
export async function notifyWorkers(tx: Transaction, syncId: SyncId): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify('tributary_syncs', ${String(syncId)})`;
}

/** Our own values as Prisma wants JSON. */
export const toJsonColumn = (value: object): Prisma.InputJsonObject =>
  value as Prisma.InputJsonObject;
