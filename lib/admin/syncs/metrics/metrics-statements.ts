import type { LatencyRow } from "@/lib/admin/syncs/latency-quantiles";
import type { Window } from "@/lib/admin/syncs/time-period";
import type { Stage } from "@/lib/engine/pipeline/record/count-settled";
import {
  BEGINNING,
  countsBetween,
  ingestedBetween,
  latenciesBetween,
} from "@/lib/engine/store/counters/counts-between";
import type { Statement } from "@/lib/engine/store/statement";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import type { CountRow } from "./funnel";

// What the metrics of a window are made of. Bars are numbered by multiples of their length since the epoch.

const OF_SYNCS = "unnest($1::int[]) AS of_sync(sync)";
const BAR = "floor(extract(epoch FROM at) * 1000 / $4::float8)::float8";

/** Gives one row for each sync, bar, outcome and reason. */
export const countsByBar = (
  syncs: readonly SyncId[],
  { start, end }: Window,
  stepMs: number,
): Statement => ({
  text: `SELECT sync, ${BAR} AS bar, outcome, reason, sum(count)::float8 AS count,
           sum(first_attempt)::float8 AS first_attempt
         FROM ${OF_SYNCS} CROSS JOIN LATERAL ${countsBetween("of_sync.sync", "$2", "$3")} AS c
         GROUP BY 1, 2, 3, 4`,
  values: [syncs, start, end, stepMs],
});
export type BarRow = CountRow & { readonly sync: SyncId; readonly bar: number };

/** Gives what each sync had read and not settled by then. */
export const waitingAt = (syncs: readonly SyncId[], at: Date): Statement => ({
  text: `SELECT sync, coalesce(sum(CASE outcome WHEN 'read' THEN count ELSE -count END), 0)::float8 AS waiting
         FROM ${OF_SYNCS} CROSS JOIN LATERAL ${countsBetween("of_sync.sync", BEGINNING, "$2")} AS c GROUP BY 1`,
  values: [syncs, at],
});
export interface WaitingRow {
  readonly sync: SyncId;
  readonly waiting: number;
}

/** Gives the latencies by stage of each sync, and the totals of all of them by bar as well (sync null). */
export const latenciesByBar = (
  syncs: readonly SyncId[],
  { start, end }: Window,
  stepMs: number,
): Statement => ({
  text: `SELECT sync, bar, stage, bucket, sum(count)::float8 AS count FROM (
           SELECT sync, ${BAR} AS bar, stage, bucket, count
           FROM ${OF_SYNCS} CROSS JOIN LATERAL ${latenciesBetween("of_sync.sync", "$2", "$3")} AS c
         ) AS timed GROUP BY GROUPING SETS ((sync, stage, bucket), (bar, stage, bucket))
         HAVING sync IS NOT NULL OR stage = 'total'`,
  values: [syncs, start, end, stepMs],
});
export interface LatencyBarRow {
  readonly sync: SyncId | null;
  readonly bar: number | null;
  readonly stage: Stage;
  readonly bucket: LatencyRow["bucket"];
  readonly count: number;
}

/** Gives the accepted events of a project by bar. */
export const ingestedByBar = (
  project: ProjectId,
  { start, end }: Window,
  stepMs: number,
): Statement => ({
  text: `SELECT ${BAR} AS bar, sum(events)::float8 AS events
         FROM ${ingestedBetween("$1::int", "$2", "$3")} AS c GROUP BY 1`,
  values: [project, start, end, stepMs],
});
export interface IngestedRow {
  readonly bar: number;
  readonly events: number;
}
