import type { Context } from "@/lib/admin/verb/context";
import { found, requireIn } from "@/lib/admin/verb/guards";
import { mayIn } from "@/lib/admin/verb/rights";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import type { KnownSync, SyncRow } from "./sync-row";

/** Third guard: the sync, in that project when one is named, and in one in which the actor has the right. */
export async function requireSync(
  ctx: Pick<Context, "actor" | "db">,
  id: SyncId,
  projectId?: ProjectId,
  right: SyncRight = "destinations:read",
): Promise<KnownSync> {
  const row = await ctx.db.sync.findUnique({ where: { id } });
  return known(ctx, row, { id, projectId, right });
}

/**
 * The same for a change, with the row locked until the transaction ends. MUST NOT be FOR UPDATE: a settling holds the cursors when
 * its rows refer to the sync, and whoever then wants the cursors would wait for it and it for them.
 */
export async function lockSync(
  tx: Transaction,
  ctx: Pick<Context, "actor">,
  id: SyncId,
  projectId?: ProjectId,
): Promise<KnownSync> {
  await tx.$queryRaw`SELECT id FROM syncs WHERE id = ${id} FOR NO KEY UPDATE`;
  const row = await tx.sync.findUnique({ where: { id } });
  return known(ctx, row, { id, projectId, right: "destinations:write" });
}

type SyncRight = "destinations:read" | "destinations:write";

interface Wanted {
  readonly id: SyncId;
  readonly projectId: ProjectId | undefined;
  readonly right: SyncRight;
}

/** Of a sync in a project that is not theirs nobody learns that it exists. */
function known(
  { actor }: Pick<Context, "actor">,
  row: SyncRow | null,
  { id, projectId, right }: Wanted,
): KnownSync {
  const isThere =
    row !== null &&
    (projectId === undefined || row.projectId === projectId) &&
    (actor.kind === "system" || mayIn(actor, "destinations:read", row.projectId));
  const sync = found(isThere ? row : null, `Sync ${id}`) as KnownSync;
  requireIn({ actor }, right, sync.projectId);
  return sync;
}
