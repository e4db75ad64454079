import type { FieldError } from "@/lib/kernel/errors";

// The one rule for every text that comes from outside, whatever field it is in: it can be stored and looked for.

/** More than any field takes: the largest body of the management API, and more than Next gives a server action. */
const CHARS_MAX = 1_048_576;
/** Deeper than any input of ours. */
const DEPTH_MAX = 100;

/** Every text of the input, keys included, that PostgreSQL could not keep as it is. Pure. */
export function textFaults(input: unknown, path: readonly string[] = []): readonly FieldError[] {
  if (typeof input === "string") return faultsOf(input, path);
  if (typeof input !== "object" || input === null) return [];
  if (path.length > DEPTH_MAX) {
    return [{ field: path.slice(0, 3).join("."), message: "is nested too deeply", code: "depth" }];
  }
  return Object.entries(input).flatMap(([key, value]) => {
    const inside = [...path, key];
    return [...(Array.isArray(input) ? [] : faultsOf(key, inside)), ...textFaults(value, inside)];
  });
}

function faultsOf(text: string, path: readonly string[]): readonly FieldError[] {
  const message = faultOf(text);
  if (message === null) return [];
  return [{ field: path.join(".").replaceAll("\0", "").toWellFormed(), message, code: "text" }];
}

function faultOf(text: string): string | null {
  if (text.length > CHARS_MAX) return `must have at most ${CHARS_MAX} characters`;
  if (text.includes("\0")) return "must not have the character U+0000";
  return text.isWellFormed()
    ? null
    : "must be well-formed Unicode: it has half of a surrogate pair (U+D800 to U+DFFF)";
}
