import type { Notes } from "./checked";

const MILLISECONDS_FROM = 1e11; // a number of seconds that large lies in the year 5138

/** Unix seconds, or undefined for what is none. Every doubtful form is noted. */
export function readTime(
  value: unknown,
  field: string,
  now: number,
  notes: Notes,
): number | undefined {
  if (value === undefined || value === null) {
    notes.found("missing-timestamp", field, "");
    return undefined;
  }
  if (typeof value !== "number") {
    notes.found("non-integer-timestamp", field, `${typeof value} instead of a number`);
    return undefined;
  }
  if (value > MILLISECONDS_FROM) notes.found("millisecond-timestamp", field, String(value));
  else if (value * 1000 > now + 1000) notes.found("future-timestamp", field, String(value));
  if (!Number.isInteger(value)) notes.found("non-integer-timestamp", field, String(value));
  return Math.floor(value);
}
