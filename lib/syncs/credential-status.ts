import { missingParameters } from "@/lib/destinations/parameters";
import { connectorOf } from "@/lib/destinations/registry";
import type { Sync } from "@/lib/syncs/sync";
import type { Context } from "@/lib/verbs/context";
import { requireScope } from "@/lib/verbs/guards";

/** `disconnected`: not all entered; `expired`: entered, but the destination refuses them now. */
export type CredentialStatus = "connected" | "disconnected" | "expired";

const REFUSALS = ["credentials_refused", "wrong_region"];

/** The state of the credentials of each sync, by its id: from what is stored and what the workers met. */
export async function credentialStatuses(
  ctx: Context,
  syncs: readonly Sync[],
): Promise<ReadonlyMap<number, CredentialStatus>> {
  requireScope(ctx, "destinations:read");
  const troubles = await ctx.db.breaker.findMany({
    where: { syncId: { in: syncs.map(({ id }) => id) }, reason: { in: REFUSALS } },
    select: { syncId: true },
  });
  const refused = new Set(troubles.map(({ syncId }) => syncId));
  return new Map(syncs.map((sync) => [sync.id, statusOf(sync, refused.has(sync.id))]));
}

function statusOf(sync: Sync, isRefused: boolean): CredentialStatus {
  const { parameters } = connectorOf(sync.partner).definition;
  const missing = missingParameters(parameters, sync.config, Object.keys(sync.secretHints));
  if (missing.length > 0) return "disconnected";
  return isRefused ? "expired" : "connected";
}
