import { isJsonNumber, plainDigits } from "@/lib/kernel/exact-number";
import type { Json } from "@/lib/kernel/json";

// How values are compared when a person is looked up: one form for what is kept and for what is asked.

/** UTF-16 units of a value that count: an e-mail address has at most 254, an identifier 150 bytes. */
export const SEARCH_CHARS_MAX = 256;
/** Units that are looked at to find them: texts of events are cut there. */
const READ_CHARS_MAX = 1_024;
/** Values of one list by which its person is found. */
export const LIST_VALUES_MAX = 20;

/** Without blanks at both ends, in lower case, cut, and with nothing that PostgreSQL could not hold. Pure. */
export const searchText = (text: string): string =>
  text
    .slice(0, READ_CHARS_MAX)
    .replaceAll("\0", "")
    .trim()
    .toLowerCase()
    .slice(0, SEARCH_CHARS_MAX)
    .toWellFormed();

/**
 * The texts by which whoever has the value is found: a text, a number by its digits, each of a list. Truth values and
 * objects tell nobody apart. Pure.
 */
export function searchTexts(value: Json | undefined): ReadonlySet<string> {
  const values = Array.isArray(value) ? value.slice(0, LIST_VALUES_MAX) : [value];
  const texts = new Set(values.map(textOf));
  texts.delete("");
  return texts;
}

function textOf(value: Json | undefined): string {
  if (typeof value === "string") return searchText(value);
  if (typeof value === "number" && !Number.isFinite(value)) return "";
  return isJsonNumber(value) ? searchText(plainDigits(value)) : "";
}
