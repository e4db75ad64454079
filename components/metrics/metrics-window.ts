import type { TimePeriod } from "@/lib/admin/syncs/time-period";

/** Amplitude's windows, as the URL names them in `period`; a custom one is `from` and `to`. */
export const PERIODS = [
  ["10m", "10 minutes", "TEN_MINUTES"],
  ["1h", "1 hour", "ONE_HOUR"],
  ["4h", "4 hours", "FOUR_HOURS"],
  ["1d", "1 day", "ONE_DAY"],
  ["1w", "1 week", "ONE_WEEK"],
  ["2w", "2 weeks", "TWO_WEEKS"],
] as const satisfies readonly (readonly [string, string, TimePeriod])[];

const DEFAULT = "ONE_DAY";

interface AskedWindow {
  readonly period: TimePeriod;
  readonly start?: string;
  readonly end?: string;
}

/** What the URL asks for, as the verb takes it; a day when it asks for nothing that makes sense. Pure. */
export function toWindow(read: (param: string) => string | undefined): AskedWindow {
  const [start, end] = [read("from"), read("to")];
  if (isTime(start) && isTime(end)) return { period: "CUSTOM", start, end };
  const period = PERIODS.find(([id]) => id === read("period"))?.[2] ?? DEFAULT;
  return { period };
}

const isTime = (text: string | undefined): text is string =>
  text !== undefined && !Number.isNaN(Date.parse(text));

/** The same window in the query of another address. Pure. */
export function windowQuery({ period, start, end }: AskedWindow): string {
  if (start !== undefined && end !== undefined)
    return `?${new URLSearchParams({ from: start, to: end })}`;
  return `?period=${PERIODS.find(([, , name]) => name === period)?.[0]}`;
}
