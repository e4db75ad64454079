import type { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import { probeNow } from "@/lib/admin/syncs/probe-sync";
import type { Context } from "@/lib/admin/verb/context";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { tryFirst } from "@/lib/engine/store/parked/try-first";
import { AppError } from "@/lib/kernel/errors";
import { type BulkStep, changeWaiting, type changeWaitingInput } from "./change-waiting";

/**
 * Waiting events are tried at once instead of at their next attempt: of each person the first, since the others follow
 * in order. Attempts that were used stay used. `changed` are the events whose turn it now is. AppError `conflict` while
 * the sync is disabled.
 */
export const tryNow = (
  ctx: Context,
  rawInput: z.input<typeof changeWaitingInput>,
): Promise<BulkStep> =>
  changeWaiting(ctx, rawInput, async (tx, sync, chosen) => {
    if (!sync.enabled) {
      throw new AppError("conflict", "Enable the sync first: nothing is sent while it is disabled");
    }
    const people = [...new Set(chosen.map(({ person_id }) => Number(person_id)))];
    const statement = tryFirst(sync.id, people, ctx.clock.now());
    const [counts] = await runStatement<{ tried: number }>(tx, statement);
    const events = counts?.tried ?? 0;
    // What waits goes out only when the destination answers again.
    await probeNow(tx, sync.id);
    if (events > 0) {
      await writeAudit(tx, ctx, {
        action: "sync.tried_now",
        projectId: sync.projectId,
        target: sync.name,
        details: { syncId: sync.id, events },
      });
    }
    return events;
  });
