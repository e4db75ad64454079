import { z } from "zod";
import { requireSync } from "@/lib/admin/syncs/require-sync";
import { applyPatch, missingErrors } from "@/lib/admin/syncs/save/apply-patch";
import { stateOf } from "@/lib/admin/syncs/save/planned-update";
import { mergeSecrets } from "@/lib/admin/syncs/save/secrets";
import type { SyncRow } from "@/lib/admin/syncs/sync-row";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireScope, syncIdSchema } from "@/lib/admin/verb/guards";
import type { ConnectionResult } from "@/lib/engine/connectors/connector";
import { connectionOf } from "@/lib/engine/connectors/open-sync";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { isOtherAccount } from "./other-account";

const testSyncConnectionInput = z.object({
  id: syncIdSchema,
  projectId: projectIdSchema.optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  secrets: z.record(z.string(), z.string()).optional(),
});

const TIMEOUT_MS = 15_000;

/** Asks the destination about the stored credentials, overlaid with what the form holds unsaved. Sends no data. */
export async function testSyncConnection(
  ctx: Context,
  rawInput: z.input<typeof testSyncConnectionInput>,
): Promise<ConnectionResult> {
  // Reading is not enough: overlaid values make this process send credentials of the caller's choice.
  requireScope(ctx, "destinations:write");
  const { id, projectId, config, secrets } = parseInput(testSyncConnectionInput, rawInput);
  const row = await requireSync(ctx, id, projectId, "destinations:write");
  const connector = connectorOf(row.partner);
  const from = { ...stateOf(row), enabled: false };
  const next = applyPatch(connector.definition, from, { config, secrets });
  const missing = missingErrors(connector.definition, next.state);
  if (missing.length > 0) {
    const message = missing.map((error) => error.message).join(". ");
    return { kind: "incomplete", message, fix: null };
  }
  const opened = {
    partner: row.partner,
    config: next.state.config,
    secrets: mergeSecrets(ctx, row, next.secrets),
  };
  const result = await connector.test(connectionOf(opened, ctx), AbortSignal.timeout(TIMEOUT_MS));
  const isOverlaid =
    Object.keys(next.secrets).length > 0 ||
    isOtherAccount(connector.definition, from.config, next.state.config);
  if (!isOverlaid) await remember(ctx, row, result.kind);
  return result;
}

/** The version: what was tested may have been replaced meanwhile. */
async function remember(
  ctx: Context,
  { id, version }: SyncRow,
  kind: ConnectionResult["kind"],
): Promise<void> {
  const isRefused = kind === "refused" || kind === "wrong_region";
  if (kind !== "connected" && !isRefused) return;
  await ctx.db.sync.updateMany({
    where: { id, version },
    data: { credentialsCheckedAt: new Date(ctx.clock.now()), credentialsRefused: isRefused },
  });
}
