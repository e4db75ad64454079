import { isJsonNumber } from "@/lib/kernel/exact-number";
import type { Json } from "@/lib/kernel/json";

// Customer.io compares `created_at` only as unix seconds; sources write it in every form.

/** Beyond this a number cannot be seconds (it would be the year 5138): milliseconds, microseconds or nanoseconds. */
const SECONDS_MAX = 100_000_000_000;

/** Longer than any date that people or systems write. */
const DATE_CHARACTERS_MAX = 100;

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;
const MONTH_NAME = /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/i;
const YEAR = /\b\d{4}\b/;
const ZONE = /\b(?:Z|UTC|GMT|UT|[ECMP][SD]T)\b|[+-]\d\d:?\d\d\b/;

/** Unix seconds of a number (s, ms, µs, ns), numeric text, ISO 8601 or RFC 2822; no zone means UTC. Pure. */
export function toUnixSeconds(value: Json): number | undefined {
  if (isJsonNumber(value)) return fromNumber(Number(value));
  if (typeof value !== "string" || value.length > DATE_CHARACTERS_MAX) return undefined;
  const text = value.trim();
  if (/^[+-]?\d+(?:\.\d+)?$/.test(text)) return fromNumber(Number(text));
  return fromIso(text) ?? fromNamedMonth(text);
}

function fromNumber(value: number): number | undefined {
  if (!Number.isFinite(value)) return undefined;
  let seconds = value;
  for (let i = 0; i < 3 && Math.abs(seconds) >= SECONDS_MAX; i++) seconds /= 1000;
  return Math.abs(seconds) < SECONDS_MAX ? Math.floor(seconds) : undefined;
}

function fromIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = "00", minute = "00", second = "00", zone = "Z"] = match;
  const time = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const ms = Date.parse(`${time}Z`);
  // Date.parse takes the 31st of February for the 3rd of March.
  if (Number.isNaN(ms) || new Date(ms).getUTCDate() !== Number(day)) return undefined;
  return ms / 1000 - offsetSeconds(zone);
}

function offsetSeconds(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (!match) return 0;
  const [, sign, hours, minutes = "0"] = match;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

function fromNamedMonth(text: string): number | undefined {
  if (!MONTH_NAME.test(text) || !YEAR.test(text)) return undefined;
  const ms = Date.parse(ZONE.test(text) ? text : `${text} UTC`);
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000);
}
