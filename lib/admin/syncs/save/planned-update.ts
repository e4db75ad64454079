import { isDeepStrictEqual } from "node:util";
import type { Diff } from "@/lib/admin/syncs/sync";
import { type SyncRow, storedHints } from "@/lib/admin/syncs/sync-row";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { storedConfig, storedSettings } from "@/lib/engine/store/stored-sync";
import { Secret } from "@/lib/kernel/secret";
import { applyPatch, type SyncState, warningsOf } from "./apply-patch";
import { diffStates } from "./diff-states";
import type { ParsedPatch } from "./patch-schema";

/** What an update comes to, before anything is written. */
export interface PlannedUpdate {
  readonly state: SyncState;
  readonly diff: Diff;
  readonly warnings: readonly string[];
  /** New values by parameter id; undefined removes. */
  readonly secrets: Readonly<Record<string, string | undefined>>;
  readonly hints: Readonly<Record<string, string>>;
}

/** The state of a stored sync. */
export const stateOf = (row: SyncRow): SyncState => ({
  name: row.name,
  enabled: row.enabled,
  config: storedConfig(row),
  settings: storedSettings(row),
  secretsSet: Object.keys(storedHints(row)).sort(),
});

/** Pure. The one decision behind saving and dry run; throws AppError `invalid_input`. */
export function planUpdate(
  partnerId: string,
  from: SyncState,
  hints: Readonly<Record<string, string>>,
  patch: ParsedPatch,
): PlannedUpdate {
  const { definition } = connectorOf(partnerId);
  const { state, secrets } = applyPatch(definition, from, patch);
  const changed = Object.keys(secrets);
  return {
    state,
    secrets,
    diff: diffStates(from, state, changed),
    warnings: warningsOf(definition, state),
    hints: nextHints(hints, secrets),
  };
}

function nextHints(
  hints: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const entries = Object.entries({ ...hints, ...secrets }).flatMap(([id, value]) => {
    if (value === undefined) return [];
    return [[id, id in secrets ? new Secret(value).lastFour() : value] as const];
  });
  return Object.fromEntries(entries);
}

export const isNoop = (plan: PlannedUpdate): boolean => isDeepStrictEqual(plan.diff, {});
