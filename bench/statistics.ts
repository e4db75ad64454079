/** The middle value, or the mean of the two in the middle; 0 of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? 0;
  const high = sorted[Math.floor(middle)] ?? low;
  return (low + high) / 2;
}

/** The value that `share` (0 … 1) of the values do not exceed; 0 of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

export const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/** The median of the ratios of runs that followed each other: what disturbs both cancels out. */
export const medianRatio = (values: readonly number[], floors: readonly number[]): number =>
  median(
    values.flatMap((value, run) => {
      const floor = floors[run];
      return floor === undefined || floor === 0 ? [] : [value / floor];
    }),
  );
