import { conditionOf, type SyncState } from "@/lib/admin/syncs/sync-condition";
import { throttledOf } from "@/lib/admin/syncs/sync-conditions";
import { connectorOf, isPartner } from "@/lib/engine/connectors/registry";
import type { EnabledSync, HealthFacts } from "@/lib/engine/store/health-facts";
import { storedConfig } from "@/lib/engine/store/stored-sync";
import type { Found } from "./trouble";

const CODES = {
  down: "breaker_open",
  paused: "breaker_open",
  failing: "destination_failing",
  degraded: "destination_degraded",
} as const satisfies Partial<Record<SyncState, Found["code"]>>;

/** What is wrong with each enabled sync, in the words of its page. Pure. */
export function syncTroubles({ enabled, signs, rates }: HealthFacts): readonly Found[] {
  const signsOf = new Map(signs.map((row) => [row.sync_id, row]));
  return enabled
    .filter(({ partner }) => isPartner(partner))
    .flatMap((sync): Found[] => {
      const { displayName } = connectorOf(sync.partner).definition;
      const { state, problem } = conditionOf({
        enabled: true,
        destination: displayName,
        signs: signsOf.get(sync.id),
        throttled: throttledHere(sync, rates),
      });
      if (problem === null || state === "enabled" || state === "disabled") return [];
      const { title, message, advice, since } = problem;
      return [
        {
          code: CODES[state],
          message: `${STATES[state]}: ${title}. ${message}. ${advice}`,
          sinceMs: since?.getTime() ?? null,
          project_id: String(sync.projectId),
          destination_id: String(sync.id),
        },
      ];
    });
}

const STATES = {
  down: "Down, nothing is sent",
  paused: "Paused, nothing is sent",
  failing: "Failing",
  degraded: "Degraded",
} as const;

/** Null also where the config cannot be read, which is told as a trouble of its own. */
function throttledHere(sync: EnabledSync, rates: HealthFacts["rates"]) {
  try {
    return throttledOf({ partner: sync.partner, config: storedConfig(sync) }, rates);
  } catch {
    return null;
  }
}
