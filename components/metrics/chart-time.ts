const DAY_MS = 86_400_000;

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const DATE = { month: "short", day: "numeric" } as const;

/** A tick of the time axis in the reader's zone: the clock, or the day when the window is longer than two. */
export const tickText = (ms: number, windowMs: number): string =>
  new Date(ms).toLocaleString("en", windowMs > 2 * DAY_MS ? DATE : CLOCK);

/** `Nov 23, 17:20 – 17:25` */
export function barText(startMs: number, endMs: number): string {
  const [start, end] = [new Date(startMs), new Date(endMs)];
  const isSameDay = start.toDateString() === end.toDateString();
  return `${start.toLocaleString("en", { ...DATE, ...CLOCK })} – ${end.toLocaleString("en", isSameDay ? CLOCK : { ...DATE, ...CLOCK })}`;
}
