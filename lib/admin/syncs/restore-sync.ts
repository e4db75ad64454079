import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  parseInput,
  projectIdSchema,
  requireScope,
  syncIdSchema,
  versionSchema,
} from "@/lib/admin/verb/guards";
import { parseStored } from "@/lib/engine/store/stored-sync";
import type { SyncId } from "@/lib/kernel/brand";
import { storedVersionSchema } from "./list-sync-versions";
import { planSync } from "./plan-sync";
import { requireSync } from "./require-sync";
import type { Plan, Sync, SyncPatch } from "./sync";
import { updateSync } from "./update-sync";

export const restoreSyncInput = z.object({
  id: syncIdSchema,
  projectId: projectIdSchema.optional(),
  /** The version the caller has seen as the present one. */
  version: versionSchema.optional(),
  /** The version to go back to. */
  restored: versionSchema,
});

type RestoreSyncInput = z.input<typeof restoreSyncInput>;

/** What restoring would change, field by field; with the errors of restoring, and without writing. */
export async function planRestore(ctx: Context, rawInput: RestoreSyncInput): Promise<Plan> {
  return planSync(ctx, await toUpdate(ctx, rawInput));
}

/** Saves the state of an earlier version as a new one. The credentials stay the ones stored now: no version has any. */
export async function restoreSync(ctx: Context, rawInput: RestoreSyncInput): Promise<Sync> {
  return updateSync(ctx, await toUpdate(ctx, rawInput));
}

async function toUpdate(ctx: Context, rawInput: RestoreSyncInput) {
  requireScope(ctx, "destinations:write");
  const { restored, ...target } = parseInput(restoreSyncInput, rawInput);
  const { id, projectId } = target;
  await requireSync(ctx, id, projectId, "destinations:write");
  return { ...target, patch: await stateOfVersion(ctx, id, restored) };
}

async function stateOfVersion(ctx: Context, syncId: SyncId, version: number): Promise<SyncPatch> {
  const row = await ctx.db.syncVersion.findUnique({
    where: { syncId_version: { syncId, version } },
  });
  const what = `Version ${version} of sync ${syncId}`;
  const { name, enabled, config, settings } = parseStored(
    storedVersionSchema,
    found(row, what).state,
    what,
  );
  // What was saved once was confirmed then.
  return { name, enabled, config, settings, confirmIdentifier: String(settings["identifier"]) };
}
