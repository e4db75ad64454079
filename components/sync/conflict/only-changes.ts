import type { Sync, SyncPatch } from "@/lib/admin/syncs/sync";

type Values = Readonly<Record<string, unknown>>;

/** The patch without what is as it was: a save never undoes what somebody else changed elsewhere in the sync. */
export function onlyChanges(patch: SyncPatch, base: Sync): SyncPatch {
  return {
    ...(patch.name === undefined || patch.name === base.name ? {} : { name: patch.name }),
    ...(patch.enabled === undefined || patch.enabled === base.enabled
      ? {}
      : { enabled: patch.enabled }),
    ...(patch.config === undefined ? {} : { config: changed(patch.config, base.config) }),
    ...(patch.settings === undefined ? {} : { settings: changed(patch.settings, base.settings) }),
    ...(patch.secrets === undefined ? {} : { secrets: patch.secrets }),
    ...(patch.confirmIdentifier === undefined
      ? {}
      : { confirmIdentifier: patch.confirmIdentifier }),
  };
}

const changed = (values: Values, base: object): Values => {
  const before = new Map<string, unknown>(Object.entries(base));
  return Object.fromEntries(
    Object.entries(values).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(before.get(key)),
    ),
  );
};
