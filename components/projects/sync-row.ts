import type { Sync } from "@/lib/syncs/sync";
import type { SyncStatus } from "@/lib/syncs/sync-status";

/** A sync with what it is doing: a row of Destinations and of the Overview. */
export interface SyncRow {
  readonly sync: Sync;
  readonly status: SyncStatus;
  readonly lastDay: { readonly delivered: number; readonly notDelivered: number };
}
