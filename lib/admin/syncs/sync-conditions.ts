import { runStatement } from "@/lib/admin/verb/run-statement";
import { accountOf } from "@/lib/engine/connectors/open-sync";
import { connectorOf } from "@/lib/engine/connectors/registry";
import {
  THROTTLED_SECONDS,
  type ThrottledRate,
  type TroubleSigns,
  throttledRates,
  troubleSigns,
} from "@/lib/engine/store/trouble-signs";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import type { Sync } from "./sync";
import { conditionOf, type SyncCondition } from "./sync-condition";

type Known = Pick<Sync, "id" | "partner" | "enabled" | "config" | "unreadable" | "updatedAt">;

/** How each of these syncs does, by its id: two statements, however many there are. */
export async function syncConditions(
  db: Transaction,
  syncs: readonly Known[],
): Promise<ReadonlyMap<number, SyncCondition>> {
  const enabled = syncs.filter((sync) => sync.enabled).map(({ id }) => id);
  const signs = await runStatement<TroubleSigns>(db, troubleSigns(enabled));
  const rates = await runStatement<ThrottledRate>(db, throttledRates(THROTTLED_SECONDS));
  const signsOf = new Map(signs.map((row) => [row.sync_id, row]));
  return new Map(
    syncs.map((sync) => [
      sync.id,
      conditionOf({
        enabled: sync.enabled,
        destination: connectorOf(sync.partner).definition.displayName,
        signs: signsOf.get(sync.id),
        throttled: sync.unreadable === undefined ? throttledOf(sync, rates) : null,
        unreadable:
          sync.unreadable === undefined
            ? undefined
            : { message: sync.unreadable, since: sync.updatedAt },
      }),
    ]),
  );
}

/** Pure. */
export function throttledOf(
  { partner, config }: Pick<Sync, "partner" | "config">,
  rates: readonly ThrottledRate[],
): { readonly rate: number; readonly allowed: number } | null {
  const { workspace, requestsPerSecond } = accountOf(partner, config);
  const rate = rates.find((each) => each.workspace === workspace)?.rate;
  return rate === undefined ? null : { rate, allowed: requestsPerSecond };
}
