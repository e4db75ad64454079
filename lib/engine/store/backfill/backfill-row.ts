import type { ProjectId, SyncId } from "@/lib/kernel/brand";

/** Where a backfill is: each phase is the whole of one kind of work, and can be broken off and gone on with anywhere. */
export const BACKFILL_PHASES = [
  "upload",
  "fetch",
  "count",
  "ready",
  "users",
  "events",
  "send",
] as const;
export type BackfillPhase = (typeof BACKFILL_PHASES)[number];

export const BACKFILL_STATUSES = ["open", "paused", "success", "failed", "cancelled"] as const;
export type BackfillStatus = (typeof BACKFILL_STATUSES)[number];

/** A backfill as its worker claimed it. */
export interface ClaimedBackfill {
  readonly id: number;
  readonly projectId: ProjectId;
  readonly token: number;
  readonly phase: BackfillPhase;
  readonly origin: "file" | "amplitude_export";
  readonly config: unknown;
  readonly secrets: Uint8Array;
  readonly destinations: readonly SyncId[];
  readonly usersOnly: boolean;
  readonly atFile: number;
  readonly atEntry: number;
  readonly atLine: number;
  readonly atPerson: string;
}
