import { quantile } from "@/lib/engine/pipeline/record/latency-histogram";

export interface LatencyRow {
  readonly bucket: number;
  readonly count: bigint | number;
}

/** Latencies in ms: half of all events, 95 % and 99 % of them took so long at most. */
export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Null when there are none. Pure. */
export function quantilesOf(rows: readonly LatencyRow[]): Quantiles | null {
  const counts = new Map(rows.map(({ bucket, count }) => [bucket, Number(count)]));
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => quantile(counts, q));
  return p50 == null || p95 == null || p99 == null ? null : { p50, p95, p99 };
}
