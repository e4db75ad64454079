import type { Context } from "@/lib/verbs/context";

export interface SyncStatus {
  readonly state: "disabled" | "enabled" | "degraded";
  /** What is wrong and since when; only when `degraded`. */
  readonly problem: {
    readonly reason: string;
    readonly message: string;
    readonly since: Date;
  } | null;
  /** Sums since the sync was created; read = filtered + delivered + discarded + expired + parked. */
  readonly read: number;
  readonly filtered: number;
  readonly delivered: number;
  readonly discarded: number;
  readonly expired: number;
  readonly parked: number;
  /** Accepted by ingestion, not read by this sync yet; 0 while it is disabled. */
  readonly lag: number;
}

export async function syncStatus(_ctx: Context, _input: { id: number }): Promise<SyncStatus> {
  throw new Error("not written yet");
}
