import type { Sync, SyncPatch } from "@/lib/admin/syncs/sync";

/** Whether a save may change what a live sync sends. Turning it off is told at the switch. Pure. */
export const changesWhatIsSent = (base: Sync, { enabled, config, settings }: SyncPatch): boolean =>
  base.enabled && enabled !== false && [config, settings].some(isSomething);

const isSomething = (values: object | undefined): boolean =>
  values !== undefined && Object.keys(values).length > 0;
