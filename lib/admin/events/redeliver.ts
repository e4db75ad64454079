import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import { lockSync } from "@/lib/admin/syncs/require-sync";
import { notifyWorkers } from "@/lib/admin/syncs/save/write-sync";
import type { KnownSync } from "@/lib/admin/syncs/sync-row";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { freeFirstOf } from "@/lib/engine/store/parked/free-first";
import { type QueuedAgain, queueAgain } from "@/lib/engine/store/parked/queue-again";
import { AppError } from "@/lib/kernel/errors";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import { type DeliveryFilter, deliveryConditions, deliveryFilterSchema } from "./delivery-filter";

/** Of one call, so that its transaction stays short; `remaining` says when to call again. */
const ROWS_MAX = 10_000;

const deliveryId = z.coerce.number().int().nonnegative();

const redeliverInput = z
  .object({
    syncId: syncIdSchema,
    projectId: projectIdSchema.optional(),
    /** Rows of the delivery log … */
    ids: z.array(z.coerce.number().int().positive()).min(1).max(ROWS_MAX).optional(),
    /** … or all that match; `outcome` defaults to both discarded and expired. */
    filter: deliveryFilterSchema.optional(),
    /** Rows behind the one that the call before came to, up to the newest when it was begun. */
    after: deliveryId.optional(),
    upTo: deliveryId.optional(),
    rowsMax: z.int().min(1).max(ROWS_MAX).default(ROWS_MAX),
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), {
    message: "Give ids, or a filter ({} for all), but not both",
    path: ["ids"],
  });

export interface Redelivery {
  /** Put in line to be sent again. */
  readonly queued: number;
  /** Chosen, but delivered already, in line already, or no longer in the event log. */
  readonly skipped: number;
  /** True when more rows match than one call takes: call again. */
  readonly remaining: boolean;
  /** Where the next call goes on (`after`); null when this was the last. */
  readonly next: number | null;
}

/**
 * Puts discarded and expired events in line again, oldest first, to be sent with the settings of now under their
 * ULIDs. AppError `conflict` while the sync is disabled.
 */
export async function redeliver(
  ctx: Context,
  rawInput: z.input<typeof redeliverInput>,
): Promise<Redelivery> {
  requireScope(ctx, "destinations:write");
  const { syncId, projectId, ids, filter, after, upTo, rowsMax } = parseInput(
    redeliverInput,
    rawInput,
  );
  return ctx.db.$transaction(
    async (tx) => {
      const sync = await lockSync(tx, ctx, syncId, projectId);
      if (!sync.enabled)
        throw new AppError(
          "conflict",
          "Enable the sync first: nothing is sent while it is disabled",
        );
      // As a settling does, first: neither sees the other's half.
      await tx.$queryRaw`SELECT shard FROM cursors WHERE sync_id = ${syncId} ORDER BY shard FOR UPDATE`;
      const chosen =
        ids === undefined
          ? await matching(tx, sync, filter ?? {}, { after, upTo })
          : [Prisma.sql`id = ANY(${ids.map(BigInt)})`];
      const { text, values } = Prisma.join([Prisma.sql`TRUE`, ...chosen], " AND ");
      const nowMs = ctx.clock.now();
      const [counts] = await runStatement<QueuedAgain>(
        tx,
        queueAgain({
          syncId,
          projectId: sync.projectId,
          where: { text, values },
          rowsMax,
          nowMs,
        }),
      );
      const queued = counts?.queued ?? 0;
      if (queued > 0) {
        await runStatement(tx, freeFirstOf(syncId, counts?.people ?? [], nowMs));
        await writeAudit(tx, ctx, {
          action: "sync.redelivered",
          projectId: sync.projectId,
          target: sync.name,
          details: { syncId, events: queued },
        });
      }
      await notifyWorkers(tx, syncId);
      const found = counts?.chosen ?? 0;
      const hasMore = ids === undefined && found === rowsMax;
      return {
        queued,
        skipped: (ids?.length ?? found) - queued,
        remaining: hasMore && queued > 0,
        next: hasMore ? Number(counts?.last) : null,
      };
    },
    { timeout: 60_000 },
  );
}

async function matching(
  tx: Transaction,
  { id: syncId, projectId }: KnownSync,
  filter: DeliveryFilter,
  { after, upTo }: { readonly after: number | undefined; readonly upTo: number | undefined },
) {
  const { indexed, tested } = await deliveryConditions(tx, { syncId, projectId }, filter);
  return [
    ...(after === undefined ? [] : [Prisma.sql`id > ${after}`]),
    ...(upTo === undefined ? [] : [Prisma.sql`id <= ${upTo}`]),
    ...indexed,
    ...tested,
    ...(filter.outcome === undefined ? [Prisma.sql`outcome <> 'filtered'`] : []),
  ];
}
