import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { requireSync } from "./require-sync";
import { type SyncStatus, syncStatus } from "./sync-status";

/** A span of the log, every event of it looked at for itself. */
export interface BooksCheck {
  readonly checkedAt: Date;
  /** The first and the last offset. */
  readonly from: number;
  readonly to: number;
  readonly read: number;
  readonly filtered: number;
  readonly delivered: number;
  readonly discarded: number;
  readonly expired: number;
  readonly waiting: number;
  /** Read, selected by the settings of then, and on no record. */
  readonly missing: number;
  /** Settled more than once, and no redelivery explains it. */
  readonly doubled: number;
  readonly firstWrong: number | null;
  /** Read since the sync was made, less all outcomes and what waits. */
  readonly sumsOff: number;
  /** Null while the books hold. */
  readonly wrongSince: Date | null;
}

export interface SyncBooks {
  /** Since the sync was made. */
  readonly sums: Pick<
    SyncStatus,
    "read" | "filtered" | "delivered" | "discarded" | "expired" | "parked"
  >;
  /** Null before the first check. */
  readonly check: BooksCheck | null;
}

const syncBooksInput = z.object({ id: syncIdSchema, projectId: projectIdSchema });

/** The equation of a sync, and what the last check of it found. */
export async function syncBooks(
  ctx: Context,
  rawInput: z.input<typeof syncBooksInput>,
): Promise<SyncBooks> {
  requireScope(ctx, "destinations:read");
  const { id, projectId } = parseInput(syncBooksInput, rawInput);
  await requireSync(ctx, id, projectId);
  const row = await ctx.db.syncBooks.findUnique({ where: { syncId: id } });
  return {
    sums: await syncStatus(ctx, { id, projectId }),
    check: row && {
      ...row,
      from: Number(row.fromOffset) + 1,
      to: Number(row.toOffset),
      firstWrong: row.firstWrong === null ? null : Number(row.firstWrong),
      sumsOff: Number(row.sumsOff),
    },
  };
}
