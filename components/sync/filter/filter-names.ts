import type { NameOption } from "@/components/sync/picker/name-option";
import { propertyGroup, propertyLabel } from "@/components/sync/property-label";
import { ALL_EVENTS } from "@/lib/pipeline/transform/settings";

/** The names that the filter builder offers. */
export interface FilterNames {
  readonly events: readonly NameOption[];
  /** Event properties, user properties and Amplitude's own, by reference (`ep:…`, `gp:…`, `user_id`). */
  readonly properties: readonly NameOption[];
}

/** A typed event name; Amplitude keeps names that begin with $ for itself, and `_all` is the row All Events. */
export const newEvent = (typed: string): NameOption | null =>
  typed === ALL_EVENTS ? null : { id: typed, label: typed, group: "Not seen yet" };

/** A typed property: `gp:` in front makes it a user property, else it is an event property. */
export function newProperty(typed: string): NameOption | null {
  const ref = /^(ep|gp):/.test(typed) ? typed : `ep:${typed}`;
  if (ref.length === 3) return null;
  return { id: ref, label: propertyLabel(ref), group: `${propertyGroup(ref)}, not seen yet` };
}
