import { z } from "zod";
import type { DeliveryOutcome } from "@/lib/admin/reasons/fate-status";
import type { Context } from "@/lib/admin/verb/context";
import {
  invalidInput,
  parseInput,
  projectIdSchema,
  requireScope,
  syncIdSchema,
  timeSchema,
} from "@/lib/admin/verb/guards";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { countsBetween, latenciesBetween } from "@/lib/engine/store/counters/counts-between";
import type { SyncId } from "@/lib/kernel/brand";
import { type LatencyRow, quantilesOf } from "./latency-quantiles";
import { requireSync } from "./require-sync";
import { TIME_PERIODS, type TimePeriod, type Window, windowOf } from "./time-period";

export interface SyncMetrics {
  readonly period: TimePeriod;
  readonly start: Date;
  readonly end: Date;
  readonly delivered: number;
  readonly notDelivered: number;
  /** delivered / (delivered + not delivered); null when there was neither. */
  readonly deliveryRate: number | null;
  readonly p95Ms: number | null;
  readonly firstAttempt: number;
  readonly afterRetry: number;
  readonly expired: number;
  readonly discarded: number;
}

const syncMetricsInput = z.object({
  id: syncIdSchema,
  projectId: projectIdSchema.optional(),
  period: z.enum(TIME_PERIODS),
  /** Inclusive and exclusive; only for CUSTOM. */
  start: timeSchema.optional(),
  end: timeSchema.optional(),
});

interface CountRow {
  readonly outcome: string;
  readonly count: bigint;
  readonly first_attempt: bigint;
}

/** What a sync did in a window, from the counters. */
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
  return { period, ...window.value, ...summary(counts, latencies) };
}

const readCounts = (ctx: Context, id: SyncId, { start, end }: Window) =>
  runStatement<CountRow>(ctx.db, {
    text: `SELECT outcome, sum(count)::bigint AS count, sum(first_attempt)::bigint AS first_attempt
           FROM ${countsBetween("$1::int", "$2", "$3")} AS c GROUP BY outcome`,
    values: [id, start, end],
  });

const readLatencies = (ctx: Context, id: SyncId, { start, end }: Window) =>
  runStatement<LatencyRow>(ctx.db, {
    text: `SELECT bucket, sum(count)::bigint AS count FROM ${latenciesBetween("$1::int", "$2", "$3")} AS c
           WHERE stage = 'total' GROUP BY bucket`,
    values: [id, start, end],
  });

function summary(counts: readonly CountRow[], latencies: readonly LatencyRow[]) {
  const of = (outcome: DeliveryOutcome) =>
    Number(counts.find((row) => row.outcome === outcome)?.count ?? 0);
  const delivered = of("delivered");
  const discarded = of("discarded");
  const expired = of("expired");
  const firstAttempt = counts.reduce((sum, row) => sum + Number(row.first_attempt), 0);
  const notDelivered = discarded + expired;
  const ended = delivered + notDelivered;
  return {
    delivered,
    notDelivered,
    deliveryRate: ended === 0 ? null : delivered / ended,
    p95Ms: quantilesOf(latencies)?.p95 ?? null,
    firstAttempt,
    afterRetry: delivered - firstAttempt,
    expired,
    discarded,
  };
}
