// Latency as counts in logarithmic buckets: mergeable over shards and minutes, a quantile is at most 20 % too high.

/** Each bucket's upper bound is 1.2 times the one before. */
const GROWTH = 1.2;
const LOG_GROWTH = Math.log(GROWTH);

/** Buckets 0 … BUCKET_MAX; the last takes everything above 7 days. */
export const BUCKET_MAX = Math.ceil(Math.log(7 * 86_400_000) / LOG_GROWTH);

/** The bucket of a latency in ms. Pure. */
export function bucketOf(latencyMs: number): number {
  if (latencyMs <= 1) return 0;
  return Math.min(Math.ceil(Math.log(latencyMs) / LOG_GROWTH), BUCKET_MAX);
}

/** The largest latency in ms that falls into a bucket. */
export const upperBoundMs = (bucket: number): number => Math.round(GROWTH ** bucket);

/**
 * The latency in ms below which a share `q` (0 … 1) of all counts lies; null when there are none.
 * `counts` maps bucket to count.
 */
export function quantile(counts: ReadonlyMap<number, number>, q: number): number | null {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const wanted = Math.max(1, Math.ceil(total * q));
  let seen = 0;
  for (const [bucket, count] of [...counts].sort(([a], [b]) => a - b)) {
    seen += count;
    if (seen >= wanted) return upperBoundMs(bucket);
  }
  return null;
}
