import { z } from "zod";

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 22:00");

/** When only what is critical is told of. */
export const quietHoursSchema = z
  .object({
    from: clockTime,
    to: clockTime,
    timeZone: z
      .string()
      .max(100)
      .refine(isTimeZone, "must be the name of a time zone, such as Europe/Berlin"),
  })
  .refine(({ from, to }) => from !== to, {
    path: ["to"],
    error: "must be another time than the beginning",
  });
export type QuietHours = z.output<typeof quietHoursSchema>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** As they are stored; null where there are none, or none that can be read. Pure. */
export const storedQuietHours = (stored: unknown): QuietHours | null =>
  quietHoursSchema.safeParse(stored).data ?? null;

const DAY_MINUTES = 1_440;
const MINUTE_MS = 60_000;

/** When the quiet hours that it is now are over (epoch ms); null when they are not. An hour that a clock skips is not reckoned with. Pure. */
export function quietUntil(quiet: QuietHours | null, nowMs: number): number | null {
  if (quiet === null) return null;
  const now = minuteOfDay(quiet.timeZone, nowMs);
  const from = toMinutes(quiet.from);
  const to = toMinutes(quiet.to);
  const isQuiet = from < to ? now >= from && now < to : now >= from || now < to;
  if (!isQuiet) return null;
  const left = (to - now + DAY_MINUTES) % DAY_MINUTES;
  return Math.floor(nowMs / MINUTE_MS) * MINUTE_MS + left * MINUTE_MS;
}

function toMinutes(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

function minuteOfDay(timeZone: string, atMs: number): number {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return toMinutes(format.format(atMs));
}
