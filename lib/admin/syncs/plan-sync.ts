import type { z } from "zod";
import { isNoop, planUpdate, stateOf } from "@/lib/admin/syncs/save/planned-update";
import { requireIdentifier } from "@/lib/admin/syncs/save/require-identifier";
import { requireVersion } from "@/lib/admin/syncs/save/version-mismatch";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, requireScope } from "@/lib/admin/verb/guards";
import { requireSync } from "./require-sync";
import type { Plan } from "./sync";
import { storedHints } from "./sync-row";
import { updateSyncInput } from "./update-sync";

/** What updateSync would do; with the same errors, and without writing. */
export async function planSync(
  ctx: Context,
  rawInput: z.input<typeof updateSyncInput>,
): Promise<Plan> {
  requireScope(ctx, "destinations:write");
  const { id, projectId, version, patch } = parseInput(updateSyncInput, rawInput);
  const row = await requireSync(ctx, id, projectId, "destinations:write");
  requireVersion(row, version);
  const plan = planUpdate(row.partner, stateOf(row), storedHints(row), patch);
  await requireIdentifier(ctx, { ...row, plan, confirmed: patch.confirmIdentifier });
  return { action: isNoop(plan) ? "noop" : "update", diff: plan.diff, warnings: plan.warnings };
}
