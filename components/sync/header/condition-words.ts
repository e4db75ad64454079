import type { SyncCondition, SyncState } from "@/lib/admin/syncs/sync-condition";

const WORDS = {
  disabled: ["Disabled", "neutral"],
  enabled: ["Enabled", "positive"],
  degraded: ["Degraded", "caution"],
  failing: ["Failing", "danger"],
  down: ["Down", "danger"],
  paused: ["Paused", "danger"],
} as const satisfies Record<SyncState, readonly [string, string]>;

export const conditionTone = (state: SyncState) => WORDS[state][1];

/** How a sync does in a few words, the same on pill and banner: "Down: Customer.io unreachable". Pure. */
export function conditionWords({ state, problem }: SyncCondition, destination: string): string {
  const [word] = WORDS[state];
  return problem === null ? word : `${word}: ${withinSentence(problem.title, destination)}`;
}

/** Small at its beginning, unless that is a name. */
const withinSentence = (title: string, name: string): string =>
  title.startsWith(name) ? title : title.charAt(0).toLowerCase() + title.slice(1);
