import type { Context } from "@/lib/admin/verb/context";
import { requireIn, requireScope } from "@/lib/admin/verb/guards";
import { missingParameters } from "@/lib/engine/connectors/parameters";
import { connectorOf } from "@/lib/engine/connectors/registry";
import type { SyncId } from "@/lib/kernel/brand";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { Sync } from "./sync";
import { DISABLED, type SyncCondition } from "./sync-condition";
import { syncConditions } from "./sync-conditions";

/**
 * `disconnected`: not all entered; `unchecked`: entered, and nobody knows; `connected`: the destination took them when
 * it was asked last; `refused`: it did not.
 */
export type CredentialStatus = "disconnected" | "unchecked" | "connected" | "refused";

/** What is known of a sync beyond what is saved: from connection tests and from what the workers met. */
export interface DestinationState {
  readonly credentials: CredentialStatus;
  readonly condition: SyncCondition;
}

const REFUSALS = ["credentials_refused", "wrong_region"];

interface Known {
  readonly id: SyncId;
  readonly reason: string | null;
  readonly refused: boolean | null;
  readonly checked_at: Date | null;
  /** The last minute, within a day and since the credentials were entered, in which anything was accepted. */
  readonly accepted_at: Date | null;
}

/** The state of each sync, by its id. */
export async function destinationStates(
  ctx: Context,
  syncs: readonly Sync[],
): Promise<ReadonlyMap<number, DestinationState>> {
  requireScope(ctx, "destinations:read");
  for (const { projectId } of syncs) requireIn(ctx, "destinations:read", projectId);
  if (syncs.length === 0) return new Map();
  const rows = await ctx.db.$queryRaw<Known[]>`
    SELECT s.id, b.reason, s.credentials_refused AS refused,
      s.credentials_checked_at AS checked_at,
      (SELECT max(last.minute) FROM cursors c CROSS JOIN LATERAL (
        SELECT m.minute FROM sync_minutes m
        WHERE m.sync_id = c.sync_id AND m.shard = c.shard AND m.outcome = 'delivered'
          AND m.minute >= greatest(s.credentials_changed_at, now() - interval '1 day')
        ORDER BY m.minute DESC LIMIT 1
      ) AS last WHERE c.sync_id = s.id) AS accepted_at
    FROM syncs s LEFT JOIN breakers b ON b.sync_id = s.id
    WHERE s.id IN (${Prisma.join(syncs.map(({ id }) => id))})`;
  const known = new Map(rows.map((row) => [row.id, row]));
  const conditions = await syncConditions(ctx.db, syncs);
  return new Map(
    syncs.map((sync) => {
      const credentials = credentialStatus(sync, known.get(sync.id));
      return [sync.id, { credentials, condition: conditions.get(sync.id) ?? DISABLED }];
    }),
  );
}

function credentialStatus(sync: Sync, known: Known | undefined): CredentialStatus {
  const { parameters } = connectorOf(sync.partner).definition;
  const missing = missingParameters(parameters, sync.config, Object.keys(sync.secretHints));
  if (missing.length > 0) return "disconnected";
  if (known === undefined) return "unchecked";
  const { reason, refused, checked_at: checked, accepted_at: accepted } = known;
  if (reason !== null && REFUSALS.includes(reason)) return "refused";
  if (accepted !== null && (checked === null || accepted >= checked)) return "connected";
  if (refused === null) return "unchecked";
  return refused ? "refused" : "connected";
}
