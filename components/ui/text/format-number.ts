const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** `12,345` */
export const formatCount = (value: number): string => whole.format(value);

/** `1 event`, `12,345 events`; `plural` when an s is not enough. */
export const formatQuantity = (
  value: number,
  singular: string,
  plural: string = `${singular}s`,
): string => `${formatCount(value)} ${value === 1 ? singular : plural}`;

/** 0.99876 → `99.88 %`; never rounds up to 100. */
export const formatRate = (rate: number): string =>
  `${(Math.floor(rate * 10_000) / 100).toLocaleString("en", {
    minimumFractionDigits: rate === 1 || rate === 0 ? 0 : 2,
    maximumFractionDigits: 2,
  })}%`;

/** Milliseconds in the largest unit that keeps it readable: `240 ms`, `1.4 s`, `3 min`, `2 h`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}
