import { z } from "zod";
import { createDispatcher } from "@/lib/destinations/customerio/sender";
import { configSchema } from "@/lib/destinations/customerio/settings";
import { type ConnectionTest, testConnection } from "@/lib/destinations/customerio/test-connection";
import { Secret } from "@/lib/kernel/secret";
import { applyPatch } from "@/lib/syncs/apply-patch";
import { partnerOf } from "@/lib/syncs/partner";
import { stateOf } from "@/lib/syncs/planned-update";
import { requireSync } from "@/lib/syncs/require-sync";
import { mergeSecrets } from "@/lib/syncs/secrets";
import type { Context } from "@/lib/verbs/context";
import { idSchema, parseInput, requireScope } from "@/lib/verbs/guards";
import packageJson from "@/package.json";

export interface ConnectionResult {
  readonly kind: "connected" | "wrong_region" | "refused" | "unreachable" | "incomplete";
  /** One sentence for people. */
  readonly message: string;
  /** When connected: the region the credentials belong to; for `wrong_region` the one to switch to. */
  readonly region: "us" | "eu" | null;
  /** As Customer.io names it; null when it did not say. */
  readonly workspace: string | null;
}

export const testSyncConnectionInput = z.object({
  id: idSchema,
  projectId: idSchema.optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  secrets: z.record(z.string(), z.string()).optional(),
});

const TIMEOUT_MS = 15_000;

/** Asks Customer.io about the stored credentials, overlaid with what the form holds unsaved. Sends no data. */
export async function testSyncConnection(
  ctx: Context,
  rawInput: z.input<typeof testSyncConnectionInput>,
): Promise<ConnectionResult> {
  // Reading is not enough: overlaid values make this process send credentials of the caller's choice.
  requireScope(ctx, "destinations:write");
  const { id, projectId, config, secrets } = parseInput(testSyncConnectionInput, rawInput);
  const row = await requireSync(ctx, id, projectId);
  const partner = partnerOf(row.partner);
  const from = { ...stateOf(row), enabled: false };
  const next = applyPatch(partner, from, { config, secrets });
  const missing = partner.missing(next.state.config, next.state.secretsSet);
  if (missing.length > 0) {
    const message = missing.map((error) => error.message).join(". ");
    return { kind: "incomplete", message, region: null, workspace: null };
  }
  const parsed = configSchema.parse(next.state.config);
  const apiKey = new Secret(mergeSecrets(ctx, row, next.secrets)["api_key"] ?? "");
  const dispatcher = createDispatcher();
  try {
    const options = {
      credentials: { siteId: parsed.site_id, apiKey },
      baseUrls: ctx.customerioUrls,
      clock: ctx.clock,
      version: packageJson.version,
      region: parsed.region,
      dispatcher,
    };
    return toResult(await testConnection(options, AbortSignal.timeout(TIMEOUT_MS)));
  } finally {
    await dispatcher.destroy();
  }
}

function toResult(test: ConnectionTest): ConnectionResult {
  switch (test.kind) {
    case "connected": {
      const workspace = test.workspaceId === null ? "" : `workspace ${test.workspaceId}, `;
      const message = `Connected: ${workspace}region ${test.region.toUpperCase()}`;
      return { kind: "connected", message, region: test.region, workspace: test.workspaceId };
    }
    case "other_region": {
      const message = `This workspace is in the ${test.region.toUpperCase()} region: switch Account Region`;
      return { kind: "wrong_region", message, region: test.region, workspace: null };
    }
    case "refused":
    case "unreachable":
      return { kind: test.kind, message: test.message, region: null, workspace: null };
  }
}
