import type { Window } from "@/lib/admin/syncs/time-period";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Windows up to this length, and how long a bar of them is: 40 to 90 bars, but few where only hours are summed up. */
const STEPS = [
  [90 * MINUTE_MS, MINUTE_MS],
  [6 * HOUR_MS, 5 * MINUTE_MS],
  [3 * DAY_MS, HOUR_MS],
  [21 * DAY_MS, 6 * HOUR_MS],
] as const;

/** The length of a bar in ms; bars begin on whole multiples of it since the epoch. Pure. */
export function stepOf({ start, end }: Window): number {
  const length = end.getTime() - start.getTime();
  return STEPS.find(([longest]) => length <= longest)?.[1] ?? DAY_MS;
}

/** The bars of a window, cut off at its ends; `number` is the multiple of the step that it begins on. Pure. */
export function barsOf(window: Window): readonly (Window & { readonly number: number })[] {
  const step = stepOf(window);
  const [startMs, endMs] = [window.start.getTime(), window.end.getTime()];
  const first = Math.floor(startMs / step);
  const length = Math.ceil(endMs / step) - first;
  return Array.from({ length }, (_, index) => ({
    number: first + index,
    start: new Date(Math.max(startMs, (first + index) * step)),
    end: new Date(Math.min(endMs, (first + index + 1) * step)),
  }));
}
