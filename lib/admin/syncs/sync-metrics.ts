import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import {
  invalidInput,
  parseInput,
  projectIdSchema,
  requireScope,
  syncIdSchema,
  timeSchema,
} from "@/lib/admin/verb/guards";
import { quantile } from "@/lib/engine/pipeline/record/latency-histogram";
import type { SyncId } from "@/lib/kernel/brand";
import { requireSync } from "./require-sync";
import { TIME_PERIODS, type TimePeriod, type Window, windowOf } from "./time-period";

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

export const syncMetricsInput = z.object({
  id: syncIdSchema,
  projectId: projectIdSchema.optional(),
  period: z.enum(TIME_PERIODS),
  /** Inclusive and exclusive; only for CUSTOM. */
  start: timeSchema.optional(),
  end: timeSchema.optional(),
});

interface CountRow {
  readonly step: bigint;
  readonly outcome: string;
  readonly reason: string;
  readonly count: bigint;
  readonly first_attempt: bigint;
}

interface LatencyRow {
  readonly step: bigint;
  readonly bucket: number;
  readonly count: bigint;
}

/** What a sync did in a window, from the minute counters. */
export async function syncMetrics(
  ctx: Context,
  rawInput: z.input<typeof syncMetricsInput>,
): Promise<SyncMetrics> {
  requireScope(ctx, "destinations:read");
  const { id, projectId, period, start, end } = parseInput(syncMetricsInput, rawInput);
  const window = windowOf(period, ctx.clock.now(), start, end);
  if (!window.ok) throw invalidInput([window.error]);
  await requireSync(ctx, id, projectId);
  const counts = await readCounts(ctx, id, window.value);
  const latencies = await readLatencies(ctx, id, window.value);
  return {
    period,
    ...window.value,
    ...summary(counts, latencies),
    ...charts(window.value, counts, latencies),
  };
}

const readCounts = (ctx: Context, id: SyncId, { start, end, stepMs }: Window) =>
  ctx.db.$queryRaw<CountRow[]>`
    SELECT floor((extract(epoch FROM minute - ${start}) * 1000) / ${stepMs})::bigint AS step, outcome, reason,
      sum(count)::bigint AS count, sum(first_attempt)::bigint AS first_attempt
    FROM sync_minutes WHERE sync_id = ${id} AND minute >= ${start} AND minute < ${end}
    GROUP BY 1, 2, 3`;

const readLatencies = (ctx: Context, id: SyncId, { start, end, stepMs }: Window) =>
  ctx.db.$queryRaw<LatencyRow[]>`
    SELECT floor((extract(epoch FROM minute - ${start}) * 1000) / ${stepMs})::bigint AS step, bucket,
      sum(count)::bigint AS count
    FROM sync_latencies WHERE sync_id = ${id} AND minute >= ${start} AND minute < ${end}
    GROUP BY 1, 2`;

function summary(counts: readonly CountRow[], latencies: readonly LatencyRow[]) {
  const { filtered, delivered, discarded, expired } = outcomes(counts);
  const firstAttempt = counts.reduce((sum, row) => sum + Number(row.first_attempt), 0);
  const notDelivered = discarded + expired;
  const ended = delivered + notDelivered;
  return {
    delivered,
    notDelivered,
    deliveryRate: ended === 0 ? null : delivered / ended,
    p95Ms: quantile(histogram(latencies), 0.95),
    firstAttempt,
    afterRetry: delivered - firstAttempt,
    expired,
    discarded,
    filtered,
    reasons: reasonsOf(counts),
  };
}

function charts(
  { start, end, stepMs }: Window,
  counts: readonly CountRow[],
  latencies: readonly LatencyRow[],
) {
  const countsByStep = groupBy(counts, ({ step }) => Number(step));
  const latenciesByStep = groupBy(latencies, ({ step }) => Number(step));
  const steps = Math.ceil((end.getTime() - start.getTime()) / stepMs);
  const series = Array.from({ length: steps }, (_, step): MetricsPoint => {
    const latency = histogram(latenciesByStep.get(step) ?? []);
    return {
      at: new Date(start.getTime() + step * stepMs),
      ...outcomes(countsByStep.get(step) ?? []),
      p50Ms: quantile(latency, 0.5),
      p95Ms: quantile(latency, 0.95),
      p99Ms: quantile(latency, 0.99),
    };
  });
  return { series };
}

function outcomes(counts: readonly CountRow[]) {
  const of = (outcome: string) =>
    counts.reduce((sum, row) => sum + (row.outcome === outcome ? Number(row.count) : 0), 0);
  return {
    filtered: of("filtered"),
    delivered: of("delivered"),
    discarded: of("discarded"),
    expired: of("expired"),
  };
}

function histogram(rows: readonly LatencyRow[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { bucket, count } of rows) {
    counts.set(bucket, (counts.get(bucket) ?? 0) + Number(count));
  }
  return counts;
}

function reasonsOf(counts: readonly CountRow[]): SyncMetrics["reasons"] {
  return (["discarded", "expired"] as const)
    .flatMap((outcome) => {
      const rows = counts.filter((row) => row.outcome === outcome);
      return [...groupBy(rows, ({ reason }) => reason)].map(([reason, group]) => ({
        outcome,
        reason,
        count: group.reduce((sum, row) => sum + Number(row.count), 0),
      }));
    })
    .sort((a, b) => b.count - a.count);
}

/** Map.groupBy, which Node 20 lacks. */
function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
