import type { NameOption } from "@/components/ui/name-picker/name-option";
import type { EventTypeView } from "@/lib/admin/names/list-event-types";
import type { PropertyView } from "@/lib/admin/names/list-properties";
import { eventLabel } from "@/lib/admin/names/property-label";
import { BUILT_IN_PROPERTIES } from "@/lib/engine/pipeline/transform/properties";
import { ALL_EVENTS } from "@/lib/engine/pipeline/transform/settings";
import { type Cautions, eventCaution, userCaution } from "./cautions";

/** Every name a project has seen, as the pickers take them. Property ids are bare names. */
export interface Names {
  readonly events: readonly NameOption[];
  readonly eventProperties: readonly NameOption[];
  readonly userProperties: readonly NameOption[];
}

/** Events that are never sent as events, so they are not offered. */
const NEVER_EVENTS = new Set(["$identify", "$groupidentify"]);

export function toNames(
  cautions: Cautions,
  eventTypes: readonly EventTypeView[],
  properties: readonly PropertyView[],
): Names {
  const all = { id: ALL_EVENTS, label: eventLabel(ALL_EVENTS), group: "Also those not seen yet" };
  return {
    events: [all, ...toEventNames(eventTypes.filter(({ name }) => !NEVER_EVENTS.has(name)))],
    eventProperties: ofScope(properties, "event", (name) => eventPropertyOption(cautions, name)),
    userProperties: ofScope(properties, "user", (name) => userPropertyOption(cautions, name)),
  };
}

/** Event names as they are. */
export const toEventNames = (eventTypes: readonly EventTypeView[]): readonly NameOption[] =>
  eventTypes.map(({ name, lastSeen }) => ({
    id: name,
    label: name,
    lastSeen: lastSeen.toISOString(),
  }));

const ofScope = (
  properties: readonly PropertyView[],
  scope: PropertyView["scope"],
  toOption: (name: string) => NameOption,
): readonly NameOption[] =>
  properties
    .filter((property) => property.scope === scope)
    .map((property) => ({
      ...toOption(property.name),
      group: "",
      type: property.type,
      example: property.example,
      lastSeen: property.lastSeen.toISOString(),
    }));

/** An event property to send, with the destination's caution about its name. */
export const eventPropertyOption = (cautions: Cautions, name: string): NameOption =>
  cautioned({ id: name, label: name, group: "Not seen yet" }, eventCaution(cautions, name));

/** A user property to send, with the destination's caution about its name. */
export const userPropertyOption = (cautions: Cautions, name: string): NameOption =>
  cautioned({ id: name, label: name, group: "Not seen yet" }, userCaution(cautions, name));

const cautioned = (option: NameOption, caution: NameOption["caution"]): NameOption =>
  caution === undefined ? option : { ...option, caution };

/** The properties a filter can ask for, by reference: the project's own first. */
export function filterProperties({ eventProperties, userProperties }: Names): NameOption[] {
  const builtIn = BUILT_IN_PROPERTIES.map(({ name, label }) => ({
    id: name,
    label,
    group: "Amplitude property",
  }));
  const refer = (options: readonly NameOption[], scope: string, group: string): NameOption[] =>
    options.map(({ caution: _caution, ...option }) => ({
      ...option,
      id: scope + option.id,
      group,
    }));
  return [
    ...refer(eventProperties, "ep:", "Event property"),
    ...refer(userProperties, "gp:", "User property"),
    ...builtIn,
  ];
}
