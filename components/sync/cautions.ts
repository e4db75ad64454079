import type { Caution } from "@/components/sync/picker/name-option";
import {
  RESERVED_USER_PROPERTIES,
  WARNED_EVENT_PROPERTIES,
  WARNED_USER_PROPERTIES,
} from "@/lib/destinations/customerio/mappings";

function own(warnings: Readonly<Record<string, string>>, name: string): Caution | undefined {
  const message = Object.hasOwn(warnings, name) ? warnings[name] : undefined;
  if (message === undefined) return undefined;
  return { kind: "warned", message: message.charAt(0).toUpperCase() + message.slice(1) };
}

/** What Customer.io does with a user property of this name, when it is something special. */
export function userCaution(name: string): Caution | undefined {
  return RESERVED_USER_PROPERTIES.some((reserved) => reserved === name)
    ? { kind: "reserved", message: "Reserved by Customer.io: it cannot be sent" }
    : own(WARNED_USER_PROPERTIES, name);
}

/** The same for an event property. */
export const eventCaution = (name: string): Caution | undefined =>
  own(WARNED_EVENT_PROPERTIES, name);
