import type { Context } from "@/lib/verbs/context";

export const TIME_PERIODS = [
  "TEN_MINUTES",
  "ONE_HOUR",
  "FOUR_HOURS",
  "ONE_DAY",
  "ONE_WEEK",
  "TWO_WEEKS",
  "CUSTOM",
] as const;
export type TimePeriod = (typeof TIME_PERIODS)[number];

export interface MetricsPoint {
  readonly at: Date;
  readonly filtered: number;
  readonly delivered: number;
  readonly discarded: number;
  readonly expired: number;
  /** Milliseconds; null when nothing was delivered in this step. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

export interface SyncMetrics {
  readonly period: TimePeriod;
  readonly start: Date;
  readonly end: Date;
  readonly stepMs: number;
  readonly delivered: number;
  readonly notDelivered: number;
  /** delivered / (delivered + not delivered); null when there was neither. */
  readonly deliveryRate: number | null;
  readonly p95Ms: number | null;
  readonly firstAttempt: number;
  readonly afterRetry: number;
  readonly expired: number;
  readonly discarded: number;
  readonly filtered: number;
  /** Every step of the period, empty ones too. */
  readonly series: readonly MetricsPoint[];
  /** Discarded and expired by reason, most frequent first. */
  readonly reasons: readonly {
    readonly outcome: "discarded" | "expired";
    readonly reason: string;
    readonly count: number;
  }[];
}

export async function syncMetrics(
  _ctx: Context,
  _input: { id: number; period: TimePeriod; start?: Date | undefined; end?: Date | undefined },
): Promise<SyncMetrics> {
  throw new Error("not written yet");
}
