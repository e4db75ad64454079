import { isJsonNumber, plainDigits } from "@/lib/kernel/exact-number";
import type { Json } from "@/lib/kernel/json";
import { cleanString } from "./clean-json";

// Which texts may name a person, a device or an event.

/** Docs, HTTP V2: "Minimum length for user_id and device_id", unless `options.min_id_length`. */
export const ID_CHARS_MIN = 5;
/** An index entry of PostgreSQL holds about 2,700 bytes: a longer name could never be stored. */
const NAME_BYTES_MAX = 2048;

/** Docs, HTTP V2: values refused as user_id and device_id. Compared in lower case without surrounding blanks. */
const INVALID_IDS: ReadonlySet<string> = new Set([
  "anonymous",
  "nil",
  "none",
  "null",
  "n/a",
  "na",
  "undefined",
  "unknown",
  "",
  '""',
  "''",
  "00000000-0000-0000-0000-000000000000",
  "{}",
  "lmy47d",
  "0",
  "-1",
]);

export type ReadName =
  | { readonly kind: "absent" }
  | { readonly kind: "invalid" }
  | { readonly kind: "too_short" }
  | { readonly kind: "name"; readonly name: string };

const ABSENT: ReadName = { kind: "absent" };
const INVALID: ReadName = { kind: "invalid" };
const TOO_SHORT: ReadName = { kind: "too_short" };

/** True for text that a column and an index can hold as it is. Pure. */
function isStorable(text: string): boolean {
  if (!text.isWellFormed() || text.includes("\0")) return false;
  // A UTF-16 unit takes at most three bytes.
  return text.length * 3 <= NAME_BYTES_MAX || utf8Bytes(text) <= NAME_BYTES_MAX;
}

function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}

/**
 * A text, or a number as its digits: typed languages send ids as numbers, and no digit may be lost. `undefined` for
 * what names nothing; a truth value would make one person of everybody. Pure.
 */
export function toText(value: Json | undefined): string | undefined {
  if (typeof value === "string") return value;
  return isJsonNumber(value) && value !== Infinity && !Number.isNaN(value)
    ? plainDigits(value)
    : undefined;
}

/** An event name: cut to Amplitude's limit; empty counts as absent. Pure. */
export function readEventType(value: Json | undefined): ReadName {
  if (value === undefined || value === null || value === "") return ABSENT;
  return readText(toText(value));
}

/** A user_id or device_id. `""` is not absent but one of the refused values. Pure. */
export function readId(value: Json | undefined, charsMin: number): ReadName {
  if (value === undefined || value === null) return ABSENT;
  const text = toText(value);
  if (text === undefined) return INVALID;
  if (text.length <= 64 && INVALID_IDS.has(text.trim().toLowerCase())) return INVALID;
  return text.length < charsMin ? TOO_SHORT : readText(text);
}

/** An insert_id is never cut: two long ones with one beginning are two events. Pure. */
export function readInsertId(value: Json | undefined): ReadName {
  if (value === undefined || value === null || value === "") return ABSENT;
  const text = toText(value);
  if (text === undefined || !text.isWellFormed() || text.includes("\0")) return INVALID;
  return { kind: "name", name: text };
}

function readText(text: string | undefined): ReadName {
  if (!text?.isWellFormed()) return INVALID;
  const name = cleanString(text);
  return isStorable(name) ? { kind: "name", name } : INVALID;
}
