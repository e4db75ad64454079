import type { Context } from "@/lib/admin/verb/context";
import { found } from "@/lib/admin/verb/guards";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import type { KnownSync, SyncRow } from "./sync-row";

/** Third guard: the sync, in that project when one is named. */
export async function requireSync(
  ctx: Pick<Context, "db">,
  id: SyncId,
  projectId?: ProjectId,
): Promise<KnownSync> {
  const row = await ctx.db.sync.findUnique({ where: { id } });
  return known(row, id, projectId);
}

/**
 * The same with the row locked until the transaction ends. MUST NOT be FOR UPDATE: a settling holds the cursors when
 * its rows refer to the sync, and whoever then wants the cursors would wait for it and it for them.
 */
export async function lockSync(
  tx: Transaction,
  id: SyncId,
  projectId?: ProjectId,
): Promise<KnownSync> {
  await tx.$queryRaw`SELECT id FROM syncs WHERE id = ${id} FOR NO KEY UPDATE`;
  const row = await tx.sync.findUnique({ where: { id } });
  return known(row, id, projectId);
}

function known(row: SyncRow | null, id: SyncId, projectId: ProjectId | undefined): KnownSync {
  const inProject = projectId === undefined || row?.projectId === projectId;
  return found(inProject ? row : null, `Sync ${id}`) as KnownSync;
}
