const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "narrow" });

/** `just now`, `12 s ago`, `3 min ago`, `in 4 min`, `2 d ago`. */
export function formatRelative(fromMs: number, nowMs: number): string {
  const seconds = Math.round((fromMs - nowMs) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 3) return "just now";
  for (const [unit, size] of UNITS) {
    if (distance >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(seconds, "second");
}

/** `2026-11-23 17:22:33.123 UTC` */
export const formatUtc = (ms: number): string =>
  new Date(ms).toISOString().replace("T", " ").replace("Z", " UTC");

/** With the year where it is another than this one. */
const yearOf = (ms: number) =>
  new Date(ms).getFullYear() === new Date().getFullYear() ? {} : ({ year: "numeric" } as const);

/** Local date and time with the name of the zone, e.g. `Nov 23, 2026, 17:22:33 GMT+1`. */
export const formatZoned = (ms: number): string =>
  new Date(ms).toLocaleString("en", {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });

/** Local date and time, e.g. `Nov 23, 17:22:33`; of another year with it. */
export const formatLocal = (ms: number): string =>
  new Date(ms).toLocaleString("en", {
    ...yearOf(ms),
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });

/** Local date and minute, e.g. `Nov 23, 17:22`; of another year with it. */
export const formatLocalMinute = (ms: number): string =>
  new Date(ms).toLocaleString("en", {
    ...yearOf(ms),
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });

const DURATIONS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** How long something has lasted: `for 12 sec`, `for 1 min`, `for 3 hr`, `for 2 days`. */
export function formatFor(fromMs: number, nowMs: number): string {
  const seconds = Math.max(1, Math.round((nowMs - fromMs) / 1000));
  const [unit, size] = DURATIONS.find(([, each]) => seconds >= each) ?? DURATIONS[3];
  const style = { style: "unit", unit, unitDisplay: "short" } as const;
  return `for ${Math.trunc(seconds / size).toLocaleString("en", style)}`;
}

/** When something began: `01:03` of the same day, `Nov 26, 01:03` before. Local. */
export function formatSince(fromMs: number, nowMs: number): string {
  const from = new Date(fromMs);
  const isToday = from.toDateString() === new Date(nowMs).toDateString();
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return from.toLocaleString("en", isToday ? time : { month: "short", day: "numeric", ...time });
}
