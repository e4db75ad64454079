import type { Sync, SyncPatch } from "@/lib/admin/syncs/sync";

/** A sync's values by the paths of its history: `name`, `config.region`, `settings.eventRows`, … */
export function savedFields(sync: Sync): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ["name", sync.name],
    ["enabled", sync.enabled],
    ...under("config", sync.config),
    ...under("settings", sync.settings),
    ...Object.entries(sync.secretHints).map(
      ([id, hint]) => [`secrets.${id}`, `••••${hint}`] as const,
    ),
  ]);
}

/** The values after a patch; a new secret shows as "changed". */
export function patchedFields(sync: Sync, patch: SyncPatch): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ...savedFields(sync),
    ...(patch.name === undefined ? [] : [["name", patch.name] as const]),
    ...(patch.enabled === undefined ? [] : [["enabled", patch.enabled] as const]),
    ...under("config", patch.config ?? {}),
    ...under("settings", patch.settings ?? {}),
    ...Object.keys(patch.secrets ?? {}).map((id) => [`secrets.${id}`, "changed"] as const),
  ]);
}

const under = (prefix: string, values: object): (readonly [string, unknown])[] =>
  Object.entries(values).map(([key, value]) => [`${prefix}.${key}`, value] as const);

/** Paths whose values differ, in the order of the first map. */
export function differingPaths(
  a: ReadonlyMap<string, unknown>,
  b: ReadonlyMap<string, unknown>,
): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter(
    (path) => JSON.stringify(a.get(path)) !== JSON.stringify(b.get(path)),
  );
}
