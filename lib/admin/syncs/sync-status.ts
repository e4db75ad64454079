import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { BEGINNING, countsBetween } from "@/lib/engine/store/counters/counts-between";
import { type Lag, lagOf } from "@/lib/engine/store/lag";
import type { SyncId } from "@/lib/kernel/brand";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import { requireSync } from "./require-sync";
import { DISABLED, type SyncCondition } from "./sync-condition";
import { syncConditions } from "./sync-conditions";
import { toListedSync } from "./sync-row";

export interface SyncStatus extends SyncCondition {
  /** Sums since the sync was created; read = filtered + delivered + discarded + expired + parked. */
  readonly read: number;
  readonly filtered: number;
  readonly delivered: number;
  readonly discarded: number;
  readonly expired: number;
  readonly parked: number;
  /** Accepted by ingestion, not read by this sync yet; 0 while it is disabled. */
  readonly lag: number;
}

const syncStatusInput = z.object({
  id: syncIdSchema,
  projectId: projectIdSchema.optional(),
});

/** How a sync does now. Reads counters and cursors, never the rows they count. */
export async function syncStatus(
  ctx: Context,
  rawInput: z.input<typeof syncStatusInput>,
): Promise<SyncStatus> {
  requireScope(ctx, "destinations:read");
  const { id, projectId } = parseInput(syncStatusInput, rawInput);
  const sync = toListedSync(await requireSync(ctx, id, projectId));
  const { conditions, sums, cursors, parked } = await ctx.db.$transaction(
    async (tx) => ({
      conditions: await syncConditions(tx, [sync]),
      sums: await outcomeSums(tx, id),
      cursors: await readAndLag(tx, id),
      parked: await tx.parked.count({ where: { syncId: id } }),
    }),
    // One snapshot: the sums agree at any moment.
    { isolationLevel: "RepeatableRead" },
  );
  const { read, lag } = cursors;
  return {
    ...(conditions.get(sync.id) ?? DISABLED),
    read,
    ...sums,
    parked,
    lag: sync.enabled ? lag : 0,
  };
}

async function outcomeSums(tx: Transaction, syncId: SyncId) {
  const sums = await runStatement<{ readonly outcome: string; readonly count: bigint }>(tx, {
    text: `SELECT outcome, sum(count)::bigint AS count
           FROM ${countsBetween("$1::int", BEGINNING, "'infinity'")} AS c GROUP BY outcome`,
    values: [syncId],
  });
  const of = (outcome: string) => Number(sums.find((sum) => sum.outcome === outcome)?.count ?? 0);
  return {
    filtered: of("filtered"),
    delivered: of("delivered"),
    discarded: of("discarded"),
    expired: of("expired"),
  };
}

/** Of each shard, to keep the count cheap. */
const LAG_COUNTED_MAX = 10_000;

/** What one sync has read, and what it still has to. */
export async function readAndLag(
  tx: Transaction,
  syncId: SyncId,
): Promise<{ readonly read: number; readonly lag: number }> {
  const [own] = await runStatement<Lag>(tx, lagOf([syncId], LAG_COUNTED_MAX));
  return { read: own?.read ?? 0, lag: own?.unread ?? 0 };
}
