import { startAtHead } from "@/lib/engine/store/delivery/start-at-head";
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

/** Streaming starts at the head; what is left out stays on record. `version` is the one that enables. */
export async function startAtTheHead(
  tx: Transaction,
  syncId: SyncId,
  projectId: ProjectId,
  version: number,
): Promise<void> {
  for (const { text, values } of startAtHead(syncId, projectId, version)) {
    await tx.$executeRawUnsafe(text, ...values);
  }
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
  if (cursors === 0) await startAtTheHead(tx, syncId, projectId, version);
}

/** Wakes the workers, at the commit. */
export async function notifyWorkers(tx: Transaction, syncId: SyncId): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify('tributary_syncs', ${String(syncId)})`;
}

/** Our own values as Prisma wants JSON. */
export const toJsonColumn = (value: object): Prisma.InputJsonObject =>
  value as Prisma.InputJsonObject;
