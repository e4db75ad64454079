import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import { storedConfig, storedSecrets, storedSettings } from "@/lib/engine/store/stored-sync";
import { createSyncInput, insertSync } from "./create-sync";
import { requireSync } from "./require-sync";
import type { Sync } from "./sync";

const NAME_MAX = 200;
const SUFFIX = " (copy)";

export const duplicateSyncInput = z.object({ id: syncIdSchema, name: z.string().optional() });

/** A disabled copy with the same configuration, credentials included. */
export async function duplicateSync(
  ctx: Context,
  rawInput: z.input<typeof duplicateSyncInput>,
): Promise<Sync> {
  requireScope(ctx, "destinations:write");
  const { id, name } = parseInput(duplicateSyncInput, rawInput);
  const row = await requireSync(ctx, id, undefined, "destinations:write");
  const secrets = Object.entries(storedSecrets(row, ctx.cipher)).filter(
    ([, value]) => value !== undefined,
  );
  const copy = parseInput(createSyncInput, {
    projectId: row.projectId,
    partner: row.partner,
    name: name ?? row.name.slice(0, NAME_MAX - SUFFIX.length) + SUFFIX,
    config: storedConfig(row),
    secrets: Object.fromEntries(secrets) as Record<string, string>,
    settings: storedSettings(row),
    // It was confirmed when the original was saved.
    confirmIdentifier: storedSettings(row).identifier,
  });
  return insertSync(ctx, copy, { action: "sync.duplicated", details: { from: row.name } });
}
