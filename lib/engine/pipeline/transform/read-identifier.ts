import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Json } from "@/lib/kernel/json";
import { mapIdentifier } from "./map-identifier";
import { propertyReader } from "./properties";
import type { Settings } from "./settings";

/** Which mapped property names the person, and its value; undefined where none of them has one. */
export interface ReadIdentifier {
  readonly property: string;
  readonly value: Json | undefined;
}

/**
 * Reads whom an event is of: the identifier, else the first of the fallbacks that has a value. A value that is there
 * and can be no identifier is no reason to go on to another: the event would be somebody else's. Pure.
 */
export function identifierReader(settings: Settings): (event: Event) => ReadIdentifier {
  const { identifier, fallbackIdentifiers } = settings;
  const first = propertyReader(identifier);
  if (fallbackIdentifiers.length === 0) {
    return (event) => ({ property: identifier, value: first(event) });
  }
  const all = identifiersOf(settings).map((property) => ({
    property,
    read: propertyReader(property),
  }));
  return (event) => {
    for (const { property, read } of all) {
      const value = read(event);
      if (!isMissing(value)) return { property, value };
    }
    return { property: identifier, value: undefined };
  };
}

/** The properties by which people are known, in the order in which they are asked. Pure. */
export const identifiersOf = ({
  identifier,
  fallbackIdentifiers,
}: Pick<Settings, "identifier" | "fallbackIdentifiers">): readonly string[] => [
  ...new Set([identifier, ...fallbackIdentifiers]),
];

function isMissing(value: Json | undefined): boolean {
  const mapped = mapIdentifier(value);
  return !mapped.ok && mapped.error === "missing_identifier";
}
