import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import { requireVersion } from "@/lib/admin/syncs/save/version-mismatch";
import { notifyWorkers } from "@/lib/admin/syncs/save/write-sync";
import type { Context } from "@/lib/admin/verb/context";
import {
  parseInput,
  projectIdSchema,
  requireScope,
  syncIdSchema,
  versionSchema,
} from "@/lib/admin/verb/guards";
import { lockSync } from "./require-sync";

export const deleteSyncInput = z.object({
  id: syncIdSchema,
  projectId: projectIdSchema.optional(),
  version: versionSchema.optional(),
});

const COUNTERS_TIMEOUT_MS = 60_000;

/** Stops the sync and removes it with its history and counters. Its delivery rows go with the retention. */
export async function deleteSync(
  ctx: Context,
  rawInput: z.input<typeof deleteSyncInput>,
): Promise<void> {
  requireScope(ctx, "destinations:write");
  const { id, projectId, version } = parseInput(deleteSyncInput, rawInput);
  await ctx.db.$transaction(
    async (tx) => {
      const row = await lockSync(tx, ctx, id, projectId);
      requireVersion(row, version);
      // The cursors go first: a worker that is settling must be done, or void, before the counters are removed, and
      // it still refers to the sync until then.
      await tx.$queryRaw`SELECT shard FROM cursors WHERE sync_id = ${id} ORDER BY shard FOR UPDATE`;
      await tx.sync.delete({ where: { id } });
      await tx.syncMinute.deleteMany({ where: { syncId: id } });
      await tx.syncLatency.deleteMany({ where: { syncId: id } });
      await tx.syncStage.deleteMany({ where: { syncId: id } });
      await tx.syncSum.deleteMany({ where: { syncId: id } });
      await tx.syncLatencySum.deleteMany({ where: { syncId: id } });
      await tx.rolledUp.deleteMany({ where: { subject: "sync", id } });
      await writeAudit(tx, ctx, {
        action: "sync.deleted",
        projectId: row.projectId,
        target: row.name,
        details: { syncId: id },
      });
      await notifyWorkers(tx, id);
    },
    { timeout: COUNTERS_TIMEOUT_MS },
  );
}
