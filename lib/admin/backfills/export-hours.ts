import { z } from "zod";
import { invalidInput } from "@/lib/admin/verb/guards";

const HOUR_MS = 3_600_000;
/** Docs, Export API: an hour can be had about two hours after it ended. */
const SETTLED_MS = 2 * HOUR_MS;
/** Docs, Export API: "maximum of 365 days". */
const DAYS_MAX = 365;

const HOUR = /^(\d{4})(\d{2})(\d{2})T(\d{2})$/;
const hour = z.string().regex(HOUR, "must be an hour of UTC, such as 20260131T13");

/** The Export API's own parameters: whole hours of UTC by when Amplitude got the events, both ends inclusive. */
export const exportSchema = {
  region: z.enum(["us", "eu"]),
  apiKey: z.string().min(1, "Enter the API Key").max(200),
  secretKey: z.string().min(1, "Enter the Secret Key").max(200),
  start: hour,
  end: hour,
};

/** The range in words; AppError `invalid_input` when it is none that Amplitude could answer now. */
export function hoursOf(
  { start, end }: { readonly start: string; readonly end: string },
  nowMs: number,
): { readonly name: string } {
  const [first, last] = [hourMs(start), hourMs(end)];
  if (first === null) throw field("start", "is no time");
  if (last === null) throw field("end", "is no time");
  if (last < first) throw field("end", "must not be before the start");
  if (last - first >= DAYS_MAX * 24 * HOUR_MS) {
    throw field("end", `must be within ${DAYS_MAX} days of the start`);
  }
  if (last + HOUR_MS + SETTLED_MS > nowMs) {
    throw field("end", "must be an hour that ended two hours ago: Amplitude has it then");
  }
  return { name: `${words(first)} to ${words(last)} UTC` };
}

/** The beginning of `20260131T13` in epoch ms; null when there is no such hour. Pure. */
export function hourMs(text: string): number | null {
  const [, year, month, day, at] = HOUR.exec(text) ?? [];
  const ms = Date.parse(`${year}-${month}-${day}T${at}:00:00Z`);
  return Number.isNaN(ms) ? null : ms;
}

const words = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T", " ");

const field = (name: string, message: string) =>
  invalidInput([{ field: name, message, code: "hours" }]);
