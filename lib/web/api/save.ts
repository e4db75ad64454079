import type { z } from "zod";
import { createSync, planCreateSync } from "@/lib/admin/syncs/create-sync";
import { partnerOfSync } from "@/lib/admin/syncs/partner-of-sync";
import { planSync } from "@/lib/admin/syncs/plan-sync";
import type { Plan } from "@/lib/admin/syncs/sync";
import { updateSync } from "@/lib/admin/syncs/update-sync";
import type { Context } from "@/lib/admin/verb/context";
import { isPartner } from "@/lib/engine/connectors/registry";
import { destinationAnswer } from "./answers";
import {
  type createDestinationBody,
  toApiDiff,
  toSyncPatch,
  type updateDestinationBody,
  withApiFields,
} from "./patch";

// Create and update of the management API: the body in the verbs' words, saved or only planned.

/** 201 with the destination, or 200 with the plan. */
export function createDestination(
  ctx: Context,
  projectId: number,
  body: z.output<typeof createDestinationBody>,
  dryRun: boolean | undefined,
): Promise<Response | object> {
  return withApiFields(body, async () => {
    const { partner, display_name: name } = body;
    const patch = isPartner(partner) ? toSyncPatch(partner, body) : {};
    const input = { ...patch, projectId, partner, name };
    if (dryRun === true) return planAnswer(await planCreateSync(ctx, input));
    return destinationAnswer(ctx, await createSync(ctx, input), true);
  });
}

/** 200 with the destination or the plan. */
export function updateDestination(
  ctx: Context,
  target: { readonly id: number; readonly projectId: number; readonly version: number | undefined },
  body: z.output<typeof updateDestinationBody>,
  dryRun: boolean | undefined,
): Promise<Response | object> {
  return withApiFields(body, async () => {
    const input = { ...target, patch: toSyncPatch(await partnerOfSync(ctx, target), body) };
    if (dryRun === true) return planAnswer(await planSync(ctx, input));
    const sync = await updateSync(ctx, { ...input, sendMissed: body.send_missed ?? false });
    return destinationAnswer(ctx, sync);
  });
}

const planAnswer = (plan: Plan) => ({
  action: plan.action,
  dry_run: true,
  diff: toApiDiff(plan.diff),
  warnings: plan.warnings,
});
