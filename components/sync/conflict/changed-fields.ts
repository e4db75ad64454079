import type { Sync } from "@/lib/syncs/sync";

type Saved = Pick<Sync, "name" | "enabled" | "config" | "settings">;

/** Two states of a sync flattened to the paths of the history: `name`, `config.region`, `settings.eventRows`, … */
export function savedFields(sync: Saved): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ["name", sync.name],
    ["enabled", sync.enabled],
    ...under("config", sync.config),
    ...under("settings", sync.settings),
  ]);
}

const under = (prefix: string, values: object): [string, unknown][] =>
  Object.entries(values).map(([key, value]) => [`${prefix}.${key}`, value]);

/** Paths whose values differ, in the order of the first map. */
export function differingPaths(
  a: ReadonlyMap<string, unknown>,
  b: ReadonlyMap<string, unknown>,
): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter(
    (path) => JSON.stringify(a.get(path)) !== JSON.stringify(b.get(path)),
  );
}
