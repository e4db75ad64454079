import type { z } from "zod";
import { isNoop, planUpdate, stateOf } from "@/lib/syncs/planned-update";
import { requireSync } from "@/lib/syncs/require-sync";
import type { Plan } from "@/lib/syncs/sync";
import { storedHints } from "@/lib/syncs/sync-row";
import { updateSyncInput } from "@/lib/syncs/update-sync";
import { requireVersion } from "@/lib/syncs/version-mismatch";
import type { Context } from "@/lib/verbs/context";
import { parseInput, requireScope } from "@/lib/verbs/guards";

/** What updateSync would do; with the same errors, and without writing. */
export async function planSync(
  ctx: Context,
  rawInput: z.input<typeof updateSyncInput>,
): Promise<Plan> {
  requireScope(ctx, "destinations:write");
  const { id, projectId, version, patch } = parseInput(updateSyncInput, rawInput);
  const row = await requireSync(ctx, id, projectId);
  requireVersion(row, version);
  const plan = planUpdate(row.partner, stateOf(row), storedHints(row), patch);
  return { action: isNoop(plan) ? "noop" : "update", diff: plan.diff, warnings: plan.warnings };
}
