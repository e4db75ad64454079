import { ExactNumber } from "@/lib/kernel/exact-number";
import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";

// What is stored of attacker-made JSON: bounded depth, bounded strings, numbers that can be kept. Nothing else of it
// is altered: names and texts keep NUL and lone surrogates, which JSON text carries as escapes.

/** Docs, limits: "string values … 1024 characters" (UTF-16 units); longer ones are cut. */
const STRING_CHARS_MAX = 1024;
/** Docs, limits: "objects … 40 levels deep". An event's own field is level 1; arrays count as levels too. */
export const LEVELS_MAX = 40;

/** At most STRING_CHARS_MAX long; a surrogate pair is never cut in two. Pure. */
export function cleanString(text: string): string {
  if (text.length <= STRING_CHARS_MAX) return text;
  return text.slice(0, STRING_CHARS_MAX - (isHighSurrogate(text, STRING_CHARS_MAX - 1) ? 1 : 0));
}

const isHighSurrogate = (text: string, at: number): boolean =>
  (text.charCodeAt(at) & 0xfc00) === 0xd800;

/**
 * The value as it may be stored, the very same object when nothing had to change; a NaN or an infinity that a sender
 * wrote (see parseJsonOfData) is left out. `undefined` when it cannot be stored: deeper than `levels`, or a number too
 * large to be kept (JSON would store null, which removes properties).
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
      edits.set(key, undefined);
      continue;
    }
    const cleaned = cleanJson(value, levels);
    if (cleaned === undefined) return undefined;
    if (cleaned !== value) edits.set(key, cleaned);
  }
  return edits.applyTo(object);
}

/** Changes to an object's entries; the object is copied only when there are any. */
export class Edits {
  #edits: Map<string, Json | undefined> | null = null;

  /** Gives the entry `key` another value; `undefined` removes it. */
  set(key: string, value: Json | undefined): void {
    this.#edits ??= new Map();
    this.#edits.set(key, value);
  }

  applyTo(object: JsonObject): JsonObject {
    if (this.#edits === null) return object;
    // Spreading and defineProperty make own properties: a key `__proto__` stays data.
    const copy: Record<string, Json> = { ...object };
    for (const [key, value] of this.#edits) {
      if (value === undefined) delete copy[key];
      else Object.defineProperty(copy, key, { ...OWN_DATA, value });
    }
    return copy;
  }
}

const OWN_DATA = { enumerable: true, writable: true, configurable: true };
