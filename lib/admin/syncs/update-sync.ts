import { z } from "zod";
import type { AuditAction } from "@/lib/admin/audit/audit-action";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import { syncPatchSchema } from "@/lib/admin/syncs/save/patch-schema";
import { isNoop, planUpdate, stateOf } from "@/lib/admin/syncs/save/planned-update";
import { requireIdentifier } from "@/lib/admin/syncs/save/require-identifier";
import { toUpdateData } from "@/lib/admin/syncs/save/update-data";
import { requireVersion } from "@/lib/admin/syncs/save/version-mismatch";
import {
  notifyWorkers,
  startAtTheHead,
  startWhereStopped,
  writeVersion,
} from "@/lib/admin/syncs/save/write-sync";
import { actorName, type Context } from "@/lib/admin/verb/context";
import {
  parseInput,
  projectIdSchema,
  requireScope,
  syncIdSchema,
  versionSchema,
} from "@/lib/admin/verb/guards";
import { lockSync, requireSync } from "./require-sync";
import type { Sync } from "./sync";
import { storedHints, toSync } from "./sync-row";

export const updateSyncInput = z.object({
  id: syncIdSchema,
  projectId: projectIdSchema.optional(),
  /** The version the caller has seen; without it the last save wins. */
  version: versionSchema.optional(),
  patch: syncPatchSchema,
  /** When the save enables the sync: also send what arrived while it was disabled. */
  sendMissed: z.boolean().default(false),
});

type Input = z.output<typeof updateSyncInput>;

/**
 * Saves what the patch says. Enabling starts at the head of the log, or where the sync stopped; disabling sends nothing
 * more, and what is in flight is heard out and goes on record. A save that changes
 * nothing makes no version. `invalid_input` names every bad or missing field, `version_mismatch` carries the present state.
 */
export async function updateSync(
  ctx: Context,
  rawInput: z.input<typeof updateSyncInput>,
): Promise<Sync> {
  requireScope(ctx, "destinations:write");
  const { id, projectId, version, patch, sendMissed } = parseInput(updateSyncInput, rawInput);
  await checkIdentifier(ctx, { id, projectId, version, patch });
  return ctx.db.$transaction(async (tx) => {
    const row = await lockSync(tx, ctx, id, projectId);
    requireVersion(row, version);
    const plan = planUpdate(row.partner, stateOf(row), storedHints(row), patch);
    if (isNoop(plan)) return toSync(row);
    const by = { name: actorName(ctx.actor), at: new Date(ctx.clock.now()) };
    const saved = await tx.sync.update({
      where: { id },
      data: toUpdateData(ctx, row, plan, by),
    });
    if (saved.enabled && !row.enabled) {
      await (sendMissed ? startWhereStopped : startAtTheHead)(tx, id, row.projectId, saved.version);
    }
    await writeVersion(
      tx,
      { id, version: saved.version },
      plan.state,
      Object.keys(plan.secrets),
      by,
    );
    await writeAudit(tx, ctx, {
      action: savedAs(row.enabled, saved.enabled),
      projectId: row.projectId,
      target: saved.name,
      details: { syncId: id, version: saved.version, fields: Object.keys(plan.diff) },
    });
    await notifyWorkers(tx, id);
    return toSync(saved);
  });
}

/** Reads the newest events: before the row is locked, and only for a patch that says who people are. */
async function checkIdentifier(
  ctx: Context,
  { id, projectId, version, patch }: Pick<Input, "id" | "projectId" | "version" | "patch">,
): Promise<void> {
  if (!("identifier" in (patch.settings ?? {}) || "fallbackIdentifiers" in (patch.settings ?? {})))
    return;
  const row = await requireSync(ctx, id, projectId);
  requireVersion(row, version);
  const plan = planUpdate(row.partner, stateOf(row), storedHints(row), patch);
  await requireIdentifier(ctx, { ...row, plan, confirmed: patch.confirmIdentifier });
}

function savedAs(wasEnabled: boolean, isEnabled: boolean): AuditAction {
  if (wasEnabled === isEnabled) return "sync.updated";
  return isEnabled ? "sync.enabled" : "sync.disabled";
}
