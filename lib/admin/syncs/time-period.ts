import type { FieldError } from "@/lib/kernel/errors";
import { err, ok, type Result } from "@/lib/kernel/result";

// The windows of Amplitude's delivery metrics call.

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

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const LENGTH_MS: Readonly<Record<Exclude<TimePeriod, "CUSTOM">, number>> = {
  TEN_MINUTES: 10 * MINUTE_MS,
  ONE_HOUR: HOUR_MS,
  FOUR_HOURS: 4 * HOUR_MS,
  ONE_DAY: DAY_MS,
  ONE_WEEK: 7 * DAY_MS,
  TWO_WEEKS: 14 * DAY_MS,
};

/** Amplitude: "minimum granularity of 10 minutes". */
const CUSTOM_MS_MIN = 10 * MINUTE_MS;
/** Amplitude keeps delivery metrics for 90 days, and answers nothing of what was before. A minute more: it has begun. */
export const KEPT_MS = 90 * DAY_MS + MINUTE_MS;
const CUSTOM_MS_MAX = 90 * DAY_MS;

/** `end` is exclusive; both lie on whole minutes. */
export interface Window {
  readonly start: Date;
  readonly end: Date;
}

/** A named period ends with the present minute. Pure. */
export function windowOf(
  period: TimePeriod,
  nowMs: number,
  start: Date | undefined,
  end: Date | undefined,
): Result<Window, FieldError> {
  if (period !== "CUSTOM") {
    const until = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
    return ok(makeWindow(until - LENGTH_MS[period], until));
  }
  if (start === undefined) return missing("start");
  if (end === undefined) return missing("end");
  const from = Math.floor(start.getTime() / MINUTE_MS) * MINUTE_MS;
  const until = Math.floor(end.getTime() / MINUTE_MS) * MINUTE_MS;
  if (until - from < CUSTOM_MS_MIN)
    return problem("end", "end must be 10 minutes after start or later");
  if (until - from > CUSTOM_MS_MAX) return problem("end", "At most 90 days can be looked at");
  return ok(makeWindow(from, until));
}

const makeWindow = (startMs: number, endMs: number): Window => ({
  start: new Date(startMs),
  end: new Date(endMs),
});

const problem = (field: string, message: string) => err({ field, message, code: "time_period" });
const missing = (field: string) =>
  problem(field, `${field} is required when time_period is CUSTOM`);
