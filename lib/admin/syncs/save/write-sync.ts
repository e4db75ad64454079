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
 * event falls between. A higher token voids what a worker still has in hand. What is left out stays on record.
 * @param version the one that enables
 */
export async function startAtHead(
  tx: Transaction,
  syncId: SyncId,
  projectId: ProjectId,
  version: number,
): Promise<void> {
  await tx.$queryRaw`SELECT last_offset FROM log_heads WHERE project_id = ${projectId} FOR UPDATE`;
  await tx.$executeRaw`
    WITH stopped AS (
      SELECT shard, position, told_to FROM cursors WHERE sync_id = ${syncId} ORDER BY shard FOR UPDATE
    )
    INSERT INTO sync_reads (sync_id, shard, from_offset, version, read)
    SELECT ${syncId}::int, shard, coalesce(told_to + 1, 0), NULL::int, true FROM stopped
      WHERE told_to IS DISTINCT FROM position
    UNION ALL
    SELECT ${syncId}::int, shard, position + 1, ${version}::int, false FROM stopped, log_heads
      WHERE project_id = ${projectId} AND position < last_offset`;
  await tx.$executeRaw`
    INSERT INTO cursors (sync_id, shard, position, told_to)
    SELECT ${syncId}, shard, last_offset, last_offset FROM log_heads, generate_series(0, ${SHARDS - 1}) AS shard
      WHERE project_id = ${projectId}
    ON CONFLICT (sync_id, shard) DO UPDATE SET position = EXCLUDED.position, told_to = EXCLUDED.told_to,
      read_version = CASE WHEN cursors.position < EXCLUDED.position THEN NULL ELSE cursors.read_version END,
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
  version: number,
): Promise<void> {
  const cursors = await tx.cursor.count({ where: { syncId } });
  if (cursors === 0) await startAtHead(tx, syncId, projectId, version);
}

/** Wakes the workers, at the commit. */
export async function notifyWorkers(tx: Transaction, syncId: SyncId): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify('tributary_syncs', ${String(syncId)})`;
}

/** Our own values as Prisma wants JSON. */
export const toJsonColumn = (value: object): Prisma.InputJsonObject =>
  value as Prisma.InputJsonObject;
