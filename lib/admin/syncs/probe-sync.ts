import { z } from "zod";
import { notifyWorkers } from "@/lib/admin/syncs/save/write-sync";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import type { SyncId } from "@/lib/kernel/brand";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import { lockSync } from "./require-sync";

export const probeSyncInput = z.object({
  id: syncIdSchema,
  projectId: projectIdSchema.optional(),
});

/** No worker has this name, so the one that takes the breaker over probes at once. */
const NOBODY = "asked";

/** Has a worker ask the destination of a stopped sync now, instead of when it would by itself. */
export async function probeSync(
  ctx: Context,
  rawInput: z.input<typeof probeSyncInput>,
): Promise<void> {
  requireScope(ctx, "destinations:write");
  const { id, projectId } = parseInput(probeSyncInput, rawInput);
  await ctx.db.$transaction(async (tx) => {
    await lockSync(tx, ctx, id, projectId);
    await probeNow(tx, id);
    await notifyWorkers(tx, id);
  });
}

/** The same in a transaction that notifies the workers. */
export const probeNow = (tx: Transaction, syncId: SyncId) =>
  tx.breaker.updateMany({ where: { syncId }, data: { owner: NOBODY } });
