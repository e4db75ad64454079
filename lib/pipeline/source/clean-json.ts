import { ExactNumber } from "@/lib/kernel/exact-number";
import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";

// What is stored of attacker-made JSON: bounded depth, bounded strings, well-formed UTF-16, finite numbers.

/** Docs, limits: "string values … 1024 characters" (UTF-16 units); longer ones are cut. */
export const STRING_CHARS_MAX = 1024;
/** Docs, limits: "objects … 40 levels deep". An event's own field is level 1; arrays count as levels too. */
export const LEVELS_MAX = 40;

const LAST_UNIT_IS_HIGH_SURROGATE = /[\ud800-\udbff]$/;

/** Well-formed and at most STRING_CHARS_MAX long; a surrogate pair is never cut in two. Pure. */
export function cleanString(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  if (wellFormed.length <= STRING_CHARS_MAX) return wellFormed;
  const cut = wellFormed.slice(0, STRING_CHARS_MAX);
  return LAST_UNIT_IS_HIGH_SURROGATE.test(cut) ? cut.slice(0, -1) : cut;
}

/** Names become columns, so they lose NUL as well; their length is kept. Pure. */
export function cleanKey(key: string): string {
  const wellFormed = key.isWellFormed() ? key : key.toWellFormed();
  return wellFormed.includes("\0") ? wellFormed.replaceAll("\0", "\ufffd") : wellFormed;
}

/**
 * The value as it may be stored, the very same object when nothing had to change; a NaN or an infinity that a sender
 * wrote (see parseJsonOfData) is left out. `undefined` when it cannot be stored: deeper than `levels`, or a number beyond the range of a double (JSON would store null, which removes properties).
 * Pure; never recurses deeper than `levels`, however deep the input.
 */
export function cleanJson(value: Json, levels: number): Json | undefined {
  if (typeof value === "string") return cleanString(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "boolean" || value === null || value instanceof ExactNumber) return value;
  if (levels === 0) return undefined;
  return isJsonObject(value) ? cleanObject(value, levels - 1) : cleanArray(value, levels - 1);
}

function cleanArray(array: readonly Json[], levels: number): Json | undefined {
  let copy: Json[] | null = null;
  let hasGaps = false;
  for (const [index, value] of array.entries()) {
    if (value === Infinity) {
      hasGaps = true;
      continue;
    }
    const cleaned = cleanJson(value, levels);
    if (cleaned === undefined) return undefined;
    if (cleaned === value) continue;
    copy ??= [...array];
    copy[index] = cleaned;
  }
  const kept = copy ?? array;
  return hasGaps ? kept.filter((value) => value !== Infinity) : kept;
}

function cleanObject(object: JsonObject, levels: number): JsonObject | undefined {
  const edits = new Edits();
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    if (value === Infinity) {
      edits.remove(key);
      continue;
    }
    const cleaned = cleanJson(value, levels);
    if (cleaned === undefined) return undefined;
    const name = cleanKey(key);
    if (cleaned !== value || name !== key) edits.set(key, name, cleaned);
  }
  return edits.applyTo(object);
}

/** Changes to an object's entries; the object is copied only when there are any. */
export class Edits {
  #edits: Map<string, readonly [string, Json] | null> | null = null;

  /** Gives the entry `key` another value, and the name `name`. */
  set(key: string, name: string, value: Json): void {
    this.#edits ??= new Map();
    this.#edits.set(key, [name, value]);
  }

  remove(key: string): void {
    this.#edits ??= new Map();
    this.#edits.set(key, null);
  }

  applyTo(object: JsonObject): JsonObject {
    if (this.#edits === null) return object;
    // Spreading and defineProperty make own properties: a key `__proto__` stays data.
    const copy: Record<string, Json> = { ...object };
    for (const [key, edit] of this.#edits) {
      if (edit?.[0] !== key) delete copy[key];
      if (edit !== null) Object.defineProperty(copy, edit[0], { ...OWN_DATA, value: edit[1] });
    }
    return copy;
  }
}

const OWN_DATA = { enumerable: true, writable: true, configurable: true };
