import type { Caution } from "@/components/ui/name-picker/name-option";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";

/** What a connector says of names that mean something special at its destination. */
export type Cautions = Pick<
  ConnectorDefinition,
  "displayName" | "reservedUserProperties" | "warnedUserProperties" | "warnedEventProperties"
>;

function own(warnings: Readonly<Record<string, string>>, name: string): Caution | undefined {
  const message = Object.hasOwn(warnings, name) ? warnings[name] : undefined;
  if (message === undefined) return undefined;
  return { kind: "warned", message: message.charAt(0).toUpperCase() + message.slice(1) };
}

/** What the destination does with a user property of this name, when it is something special. */
export function userCaution(cautions: Cautions, name: string): Caution | undefined {
  return cautions.reservedUserProperties.includes(name)
    ? { kind: "reserved", message: `Reserved by ${cautions.displayName}: it cannot be sent` }
    : own(cautions.warnedUserProperties, name);
}

/** The same for an event property. */
export const eventCaution = (cautions: Cautions, name: string): Caution | undefined =>
  own(cautions.warnedEventProperties, name);
