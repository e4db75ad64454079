import type { NameOption } from "@/components/ui/name-picker/name-option";
import { propertyGroup } from "@/lib/admin/names/property-label";
import { ALL_EVENTS } from "@/lib/engine/pipeline/transform/settings";

/** The names that the filter builder offers. */
export interface FilterNames {
  readonly events: readonly NameOption[];
  /** Event properties, user properties and Amplitude's own, by reference (`ep:…`, `gp:…`, `user_id`). */
  readonly properties: readonly NameOption[];
}

/** In a project where nothing has arrived yet. */
export const NO_EVENTS_YET =
  "No event has arrived in this project yet. Send one (Sources shows how), or type a name to add it.";

/** A typed event name. `_all` is the row All Events and no name. */
export const newEvent = (typed: string): readonly NameOption[] =>
  typed === ALL_EVENTS ? [] : [{ id: typed, label: typed, group: "Not seen yet" }];

/** A typed property name may be an event's or a user's: both are offered. */
export const newProperty = (typed: string): readonly NameOption[] =>
  ["ep:", "gp:"].map((scope) => ({
    id: scope + typed,
    label: typed,
    group: `${propertyGroup(scope)}, not seen yet`,
  }));
