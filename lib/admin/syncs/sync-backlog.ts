import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { requireSync } from "./require-sync";
import { readAndLag } from "./sync-status";

export const syncBacklogInput = z.object({
  id: syncIdSchema,
  projectId: projectIdSchema.optional(),
});

/** What waits, for the choice that enabling and disabling is. */
export interface SyncBacklog {
  /** Waiting for another attempt; disabling keeps them. */
  readonly parked: number;
  /** In the log since the sync stopped, selected or not; null when it is enabled or never was. A long one is estimated. */
  readonly missed: number | null;
}

/** Reads cursors and a bounded count, cheap with any backlog. */
export async function syncBacklog(
  ctx: Context,
  rawInput: z.input<typeof syncBacklogInput>,
): Promise<SyncBacklog> {
  requireScope(ctx, "destinations:read");
  const { id, projectId } = parseInput(syncBacklogInput, rawInput);
  const row = await requireSync(ctx, id, projectId);
  return ctx.db.$transaction(async (tx) => {
    const parked = await tx.parked.count({ where: { syncId: id } });
    const cursors = await tx.cursor.count({ where: { syncId: id } });
    if (row.enabled || cursors === 0) return { parked, missed: null };
    return { parked, missed: (await readAndLag(tx, id)).lag };
  });
}
