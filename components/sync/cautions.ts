import type { Caution } from "@/components/sync/picker/name-option";
import {
  RESERVED_USER_PROPERTIES,
  WARNED_EVENT_PROPERTIES,
  WARNED_USER_PROPERTIES,
} from "@/lib/destinations/customerio/mappings";

const own = (warnings: Readonly<Record<string, string>>, name: string): Caution | undefined => {
  const message = Object.hasOwn(warnings, name) ? warnings[name] : undefined;
  return message === undefined ? undefined : { kind: "warned", message };
};

/** What Customer.io does with a user property of this name, when it is something special. */
export function userCaution(name: string): Caution | undefined {
  return RESERVED_USER_PROPERTIES.includes(name)
    ? { kind: "reserved", message: "Reserved by Customer.io: it cannot be sent" }
    : own(WARNED_USER_PROPERTIES, name);
}

/** The same for an event property. */
export const eventCaution = (name: string): Caution | undefined =>
  own(WARNED_EVENT_PROPERTIES, name);
