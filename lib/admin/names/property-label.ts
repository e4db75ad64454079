import { BUILT_IN_PROPERTIES } from "@/lib/engine/pipeline/transform/properties";
import { ALL_EVENTS } from "@/lib/engine/pipeline/transform/settings";

const BUILT_IN_LABELS: ReadonlyMap<string, string> = new Map(
  BUILT_IN_PROPERTIES.flatMap(({ name, label, aliases }) =>
    [name, ...aliases].map((alias) => [alias, label] as const),
  ),
);

/** What a property reference is called on screen: the name itself, or the built-in's title. */
export function propertyLabel(ref: string): string {
  return /^(ep|gp):/.test(ref) ? ref.slice(3) : (BUILT_IN_LABELS.get(ref) ?? ref);
}

/** "Event property", "User property" or "Amplitude property". */
export function propertyGroup(ref: string): string {
  if (ref.startsWith("ep:")) return "Event property";
  return ref.startsWith("gp:") ? "User property" : "Amplitude property";
}

export const eventLabel = (name: string): string => (name === ALL_EVENTS ? "All Events" : name);
