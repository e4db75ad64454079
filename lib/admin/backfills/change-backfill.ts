import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import {
  idSchema,
  parseInput,
  projectIdSchema,
  requireIn,
  requireScope,
} from "@/lib/admin/verb/guards";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { setLanesIdle } from "@/lib/engine/store/backfill/history-lanes";
import { AppError } from "@/lib/kernel/errors";
import { type Backfill, type BackfillState, lockBackfill, toBackfill } from "./backfill";

export const BACKFILL_CHANGES = ["pause", "resume", "cancel"] as const;
export type BackfillChange = (typeof BACKFILL_CHANGES)[number];

export const changeBackfillInput = z.object({
  projectId: projectIdSchema,
  id: idSchema,
  change: z.enum(BACKFILL_CHANGES),
});

/** In which states each is possible. `resume` is also how a counted one is started and a failed one is tried again. */
const POSSIBLE: Readonly<Record<BackfillChange, readonly BackfillState[]>> = {
  pause: ["fetching", "counting", "queued", "running"],
  resume: ["paused", "counted", "failed"],
  cancel: ["uploading", "fetching", "counting", "counted", "queued", "running", "paused", "failed"],
};

/**
 * Pauses, goes on with, or ends a backfill. What was brought stays; what a destination has not read of it yet it reads
 * when it goes on, and never after a cancelling. What waits for another attempt is tried either way.
 */
export async function changeBackfill(
  ctx: Context,
  rawInput: z.input<typeof changeBackfillInput>,
): Promise<Backfill> {
  requireScope(ctx, "destinations:write");
  const { projectId, id, change } = parseInput(changeBackfillInput, rawInput);
  requireIn(ctx, "destinations:write", projectId);
  return ctx.db.$transaction(async (tx) => {
    const row = await lockBackfill(tx, id, projectId);
    const { state } = toBackfill(row);
    if (!POSSIBLE[change].includes(state)) {
      throw new AppError("conflict", `Backfill ${id} is ${state}: it cannot ${change} now`);
    }
    // What a worker has in hand of it is void.
    const free = { leaseToken: { increment: 1 }, leaseUntil: null, retryAt: null, message: "" };
    const changed = await tx.backfill.update({
      where: { id },
      data: {
        ...free,
        ...(change === "pause" ? { status: "paused" } : {}),
        ...(change === "resume"
          ? { status: "open", ...(row.phase === "ready" ? { starts: true } : {}) }
          : {}),
        ...(change === "cancel"
          ? {
              status: "cancelled",
              completedAt: new Date(ctx.clock.now()),
              secrets: new Uint8Array(),
            }
          : {}),
      },
    });
    if (["users", "events", "send"].includes(row.phase)) {
      await runStatement(tx, setLanesIdle(row.destinations, change !== "resume"));
    }
    await writeAudit(tx, ctx, {
      action: ACTIONS[change],
      projectId,
      target: row.name,
      details: { backfillId: id },
    });
    return toBackfill(changed);
  });
}

const ACTIONS = {
  pause: "backfill.paused",
  resume: "backfill.resumed",
  cancel: "backfill.cancelled",
} as const;
