import { z } from "zod";
import { lockSync } from "@/lib/admin/syncs/require-sync";
import { notifyWorkers } from "@/lib/admin/syncs/save/write-sync";
import type { KnownSync } from "@/lib/admin/syncs/sync-row";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import { waitingCondition, waitingFilterSchema } from "./waiting-filter";

/** Of one call, so that its transaction stays short; `next` says where to go on. */
const EVENTS_MAX = 2_000;

const offset = z.coerce.number().int().nonnegative();

export const changeWaitingInput = z
  .object({
    syncId: syncIdSchema,
    projectId: projectIdSchema.optional(),
    /** Events by their place in the log … */
    offsets: z.array(offset).min(1).max(EVENTS_MAX).optional(),
    /** … or all that match, oldest first … */
    filter: waitingFilterSchema.optional(),
    /** … behind the one that the call before came to, up to the newest when it was begun. */
    after: offset.optional(),
    upTo: offset.optional(),
  })
  .refine(({ offsets, filter }) => (offsets === undefined) !== (filter === undefined), {
    message: "Give offsets, or a filter ({} for all), but not both",
    path: ["offsets"],
  });

/** One call of a change of many, which goes on with `after: next` until that is null. */
export interface BulkStep {
  readonly changed: number;
  /** Chosen, and left as they were. */
  readonly skipped: number;
  readonly next: number | null;
}

interface Chosen {
  readonly offset: bigint;
  readonly shard: number;
  readonly person_id: bigint;
}

/**
 * Chooses waiting events and hands them to `change`, in one transaction with the sync's cursors locked as by a settling:
 * neither sees the other's half. `change` says how many it changed.
 */
export async function changeWaiting(
  ctx: Context,
  rawInput: z.input<typeof changeWaitingInput>,
  change: (tx: Transaction, sync: KnownSync, chosen: readonly Chosen[]) => Promise<number>,
): Promise<BulkStep> {
  requireScope(ctx, "destinations:write");
  const { syncId, projectId, offsets, filter, after, upTo } = parseInput(
    changeWaitingInput,
    rawInput,
  );
  return ctx.db.$transaction(
    async (tx) => {
      const sync = await lockSync(tx, ctx, syncId, projectId);
      await tx.$queryRaw`SELECT shard FROM cursors WHERE sync_id = ${syncId} ORDER BY shard FOR UPDATE`;
      const condition = await waitingCondition(
        tx,
        { syncId, projectId: sync.projectId },
        filter ?? {},
      );
      const chosen = await tx.$queryRaw<Chosen[]>`
        SELECT p."offset", p.shard, p.person_id FROM parked p
        WHERE ${condition} AND p."offset" > ${after ?? -1} AND p."offset" <= ${upTo ?? Number.MAX_SAFE_INTEGER}
          AND ${offsets === undefined ? Prisma.sql`TRUE` : Prisma.sql`p."offset" = ANY(${offsets.map(BigInt)})`}
        ORDER BY p."offset" LIMIT ${EVENTS_MAX}`;
      const changed = chosen.length === 0 ? 0 : await change(tx, sync, chosen);
      if (changed > 0) await notifyWorkers(tx, syncId);
      const last = chosen.length === EVENTS_MAX ? chosen.at(-1) : undefined;
      return {
        changed,
        skipped: (offsets?.length ?? chosen.length) - changed,
        next: last === undefined ? null : Number(last.offset),
      };
    },
    { timeout: 60_000 },
  );
}
