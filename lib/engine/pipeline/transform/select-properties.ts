import type { Json, JsonObject } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";

// Which properties are sent: exactly the selected ones. Nothing selected sends nothing.

/** Selected names, each with its JSON key (`"plan":`) made once. */
type PropertySelection = ReadonlyMap<string, string>;

export interface SelectedProperty {
  readonly name: string;
  /** The name as a JSON key with its colon. */
  readonly key: string;
  readonly value: Json;
}

/** Pure. */
export function compileSelection(names: readonly string[]): PropertySelection {
  return new Map(names.map((name) => [name, `${stringifyJson(name)}:`]));
}

/** The selected properties that the bag has, in the bag's order: a big selection costs no more than a small bag. Pure. */
export function selectProperties(
  bag: JsonObject,
  selection: PropertySelection,
): readonly SelectedProperty[] {
  if (selection.size === 0) return NOTHING;
  const selected: SelectedProperty[] = [];
  for (const name of Object.keys(bag)) {
    const key = selection.get(name);
    const value = key === undefined ? undefined : bag[name];
    if (key !== undefined && value !== undefined) selected.push({ name, key, value });
  }
  return selected;
}

const NOTHING: readonly SelectedProperty[] = [];
