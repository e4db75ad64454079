import type { Json, JsonObject } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";

// What is known of a person, within bounds: a stranger with the ingestion key chooses what is set and how often.

/** Amplitude: at most 1,000 user properties. */
export const PERSON_PROPERTIES_MAX = 1_000;
/**
 * Of the properties' JSON, in UTF-16 units: 1,000 properties of 128. One upload may name 2,000 people, each of whom is
 * to be written whole within an append's deadline. (PostHog takes 640 KB, Amplitude says nothing.)
 */
export const PERSON_CHARS_MAX = 128 * 1_024;
/** Amplitude, limits: lists "may reach 10k characters"; here of any one value's JSON. Texts are cut at 1,024 before. */
export const PROPERTY_CHARS_MAX = 10_000;

/** A person's properties, changed in place; never holds a null. Keys such as `__proto__` are ordinary data. */
export class PersonProperties {
  readonly #values: Map<string, Json>;
  #chars = 0;

  constructor(stored: JsonObject = {}) {
    this.#values = new Map(Object.entries(stored));
    for (const [name, value] of this.#values) this.#chars += entryChars(name, value);
  }

  get count(): number {
    return this.#values.size;
  }

  /** Characters of the JSON, to a few per property. */
  get chars(): number {
    return this.#chars;
  }

  get(name: string): Json | undefined {
    return this.#values.get(name);
  }

  names(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** False when a bound is in the way: what was there stays. What does not grow the person is always taken. */
  set(name: string, value: Json): boolean {
    const current = this.#values.get(name);
    const before = current === undefined ? 0 : entryChars(name, current);
    const after = entryChars(name, value);
    if (after > before) {
      if (after - name.length > PROPERTY_CHARS_MAX) return false;
      if (current === undefined && this.#values.size >= PERSON_PROPERTIES_MAX) return false;
      if (this.#chars + after - before > PERSON_CHARS_MAX) return false;
    }
    this.#values.set(name, value);
    this.#chars += after - before;
    return true;
  }

  remove(name: string): void {
    const current = this.#values.get(name);
    if (current === undefined) return;
    this.#chars -= entryChars(name, current);
    this.#values.delete(name);
  }

  /** Takes resolved changes as they are stored: null removes. They were within the bounds when they were made. */
  apply(changes: JsonObject): void {
    for (const [name, value] of Object.entries(changes)) {
      this.remove(name);
      if (value === null) continue;
      this.#values.set(name, value);
      this.#chars += entryChars(name, value);
    }
  }

  toJson(): JsonObject {
    return Object.fromEntries(this.#values);
  }
}

const entryChars = (name: string, value: Json): number => name.length + charsOf(value);

/** About the characters of the value's JSON: exact for lists and objects, without escapes for texts. Pure. */
export function charsOf(value: Json): number {
  if (typeof value === "string") return value.length + 2;
  return typeof value === "object" && value !== null ? stringifyJson(value).length : 8;
}
