import type { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import { actorName, type Context } from "@/lib/admin/verb/context";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { type EndedParked, endParked } from "@/lib/engine/store/parked/end-parked";
import { freeFirstOf } from "@/lib/engine/store/parked/free-first";
import { type BulkStep, changeWaiting, type changeWaitingInput } from "./change-waiting";

/**
 * Waiting events end as discarded, reason `given_up`, on record and counted; what waits behind them has its turn. They
 * can be redelivered like any other that was discarded. One that is being sent at this moment may have arrived.
 */
export const giveUp = (
  ctx: Context,
  rawInput: z.input<typeof changeWaitingInput>,
): Promise<BulkStep> =>
  changeWaiting(ctx, rawInput, async (tx, sync, chosen) => {
    const statement = endParked({
      events: "events",
      where: `p.sync_id = $1 AND e.project_id = $2
        AND (p.shard, p."offset") IN (SELECT * FROM unnest($3::smallint[], $4::bigint[]))`,
      values: [
        sync.id,
        sync.projectId,
        chosen.map(({ shard }) => shard),
        chosen.map(({ offset }) => offset),
      ],
      outcome: "discarded",
      reason: "given_up",
      message: `Given up by ${actorName(ctx.actor)}`,
    });
    const [counts] = await runStatement<EndedParked>(tx, statement);
    const events = counts?.ended ?? 0;
    if (events > 0) {
      await runStatement(tx, freeFirstOf(sync.id, counts?.people ?? [], ctx.clock.now()));
      await writeAudit(tx, ctx, {
        action: "sync.gave_up",
        projectId: sync.projectId,
        target: sync.name,
        details: { syncId: sync.id, events },
      });
    }
    return events;
  });
