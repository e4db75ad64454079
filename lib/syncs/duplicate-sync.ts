import { z } from "zod";
import { createSyncInput, insertSync } from "@/lib/syncs/create-sync";
import { requireSync } from "@/lib/syncs/require-sync";
import { openSecrets } from "@/lib/syncs/secrets";
import type { Sync } from "@/lib/syncs/sync";
import { storedConfig, storedSettings } from "@/lib/syncs/sync-row";
import type { Context } from "@/lib/verbs/context";
import { idSchema, parseInput, requireScope } from "@/lib/verbs/guards";

const NAME_MAX = 200;
const SUFFIX = " (copy)";

export const duplicateSyncInput = z.object({ id: idSchema, name: z.string().optional() });

/** A disabled copy with the same configuration, credentials included. */
export async function duplicateSync(
  ctx: Context,
  rawInput: z.input<typeof duplicateSyncInput>,
): Promise<Sync> {
  requireScope(ctx, "destinations:write");
  const { id, name } = parseInput(duplicateSyncInput, rawInput);
  const row = await requireSync(ctx, id);
  const secrets = Object.entries(openSecrets(ctx, row)).filter(([, value]) => value !== undefined);
  const copy = parseInput(createSyncInput, {
    projectId: row.projectId,
    partner: row.partner,
    name: name ?? row.name.slice(0, NAME_MAX - SUFFIX.length) + SUFFIX,
    config: storedConfig(row),
    secrets: Object.fromEntries(secrets) as Record<string, string>,
    settings: storedSettings(row),
  });
  return insertSync(ctx, copy, { action: "sync.duplicated", details: { from: row.name } });
}
