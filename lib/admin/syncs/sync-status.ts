import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { type Lag, lagOf } from "@/lib/engine/store/lag";
import type { SyncId } from "@/lib/kernel/brand";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import { requireSync } from "./require-sync";

export interface SyncStatus {
  readonly state: "disabled" | "enabled" | "degraded";
  /** What is wrong and since when; only when `degraded`. */
  readonly problem: {
    readonly reason: string;
    readonly message: string;
    readonly since: Date;
  } | null;
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
  const row = await requireSync(ctx, id, projectId);
  const { trouble, sums, cursors, parked } = await ctx.db.$transaction(
    async (tx) => ({
      trouble: await tx.breaker.findUnique({ where: { syncId: id } }),
      sums: await outcomeSums(tx, id),
      cursors: await readAndLag(tx, id),
      parked: await tx.parked.count({ where: { syncId: id } }),
    }),
    // One snapshot: the sums agree at any moment.
    { isolationLevel: "RepeatableRead" },
  );
  const { read, lag } = cursors;
  const problem =
    row.enabled && trouble !== null
      ? { reason: trouble.reason, message: trouble.message, since: trouble.since }
      : null;
  return {
    state: stateOf(row.enabled, problem !== null),
    problem,
    read,
    ...sums,
    parked,
    lag: row.enabled ? lag : 0,
  };
}

function stateOf(enabled: boolean, troubled: boolean): SyncStatus["state"] {
  if (!enabled) return "disabled";
  return troubled ? "degraded" : "enabled";
}

async function outcomeSums(tx: Transaction, syncId: SyncId) {
  const groups = await tx.syncMinute.groupBy({
    by: ["outcome"],
    where: { syncId },
    _sum: { count: true },
  });
  const of = (outcome: string) =>
    Number(groups.find((group) => group.outcome === outcome)?._sum.count ?? 0);
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
