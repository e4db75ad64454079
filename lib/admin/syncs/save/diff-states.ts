import { isDeepStrictEqual } from "node:util";
import type { Diff } from "@/lib/admin/syncs/sync";

/** The part of a sync's state that is shown in diffs and kept in its history. */
interface ShownState {
  readonly name: string;
  readonly enabled: boolean;
  readonly config: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** From and to of each changed field, by dotted path. Pure. */
export function diffStates(
  from: Partial<ShownState>,
  to: ShownState,
  secretsChanged: readonly string[],
): Diff {
  const before = flatten(from);
  const after = flatten(to);
  const paths = new Set([...before.keys(), ...after.keys()]);
  const changes = [...paths]
    .filter((path) => !isDeepStrictEqual(before.get(path), after.get(path)))
    .map(
      (path) => [path, { from: before.get(path) ?? null, to: after.get(path) ?? null }] as const,
    );
  const secrets = secretsChanged.map(
    (id) => [`secrets.${id}`, { from: "(secret)", to: "(changed)" }] as const,
  );
  return Object.fromEntries([...changes, ...secrets]);
}

function flatten(state: Partial<ShownState>): Map<string, unknown> {
  const nested = (prefix: string, values: object | undefined) =>
    Object.entries(values ?? {}).map(([key, value]) => [`${prefix}.${key}`, value] as const);
  return new Map<string, unknown>([
    ...(state.name === undefined ? [] : [["name", state.name] as const]),
    ...(state.enabled === undefined ? [] : [["enabled", state.enabled] as const]),
    ...nested("config", state.config),
    ...nested("settings", state.settings),
  ]);
}
