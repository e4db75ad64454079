import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, syncIdSchema } from "@/lib/admin/verb/guards";
import type { BulkStep } from "./change-waiting";
import { deliveryFilterSchema } from "./delivery-filter";
import { giveUp } from "./give-up";
import { redeliver } from "./redeliver";
import { tryNow } from "./try-now";

/** Of one step, so that the progress is seen. */
const STEP_ROWS = 1_000;

const key = z.number().int().nonnegative();

export const changeManyInput = z.object({
  syncId: syncIdSchema,
  projectId: projectIdSchema,
  action: z.enum(["redeliver", "try_now", "give_up"]),
  /** Ids of deliveries to redeliver, offsets of what waits; or all that match the filter. */
  keys: z.array(key).min(1).max(STEP_ROWS).optional(),
  filter: deliveryFilterSchema.optional(),
  after: key.optional(),
  upTo: key.optional(),
});

/** One step of a change of many: of what was settled (redeliver), or of what waits. */
export async function changeMany(
  ctx: Context,
  rawInput: z.input<typeof changeManyInput>,
): Promise<BulkStep> {
  const { action, keys, ...input } = parseInput(changeManyInput, rawInput);
  if (action === "redeliver") {
    const rows = { ids: keys, rowsMax: STEP_ROWS };
    const { queued, skipped, next } = await redeliver(ctx, { ...input, ...rows });
    return { changed: queued, skipped, next };
  }
  return (action === "try_now" ? tryNow : giveUp)(ctx, { ...input, offsets: keys });
}
