import type { DiscardReason } from "@/lib/engine/pipeline/record/outcome";
import type { ReasonsOf } from "./reason";

/** Why an event can never be sent as it is. */
export const discardReasons: ReasonsOf<DiscardReason> = (destination) => ({
  missing_identifier: {
    title: "No identifier",
    means: `The property that is mapped to ${destination}'s user identifier has no value in this event, so it belongs to nobody there.`,
    advice:
      "Send the property with the event, which mends those to come. If another property holds the identifier, map that one and redeliver.",
    action: "edit_mapping",
  },
  identifier_too_long: {
    title: "Identifier too long",
    means: `The value of the mapped property is longer than ${destination} takes for an identifier.`,
    advice: "Map a property with shorter values, then redeliver.",
    action: "edit_mapping",
  },
  invalid_identifier: {
    title: "Invalid identifier",
    means: `${destination} does not take the value of the mapped property for an identifier.`,
    advice: "Map a property that holds what identifies the user, then redeliver.",
    action: "edit_mapping",
  },
  event_name_blank: {
    title: "Event name blank",
    means: `The event's name is blank, and ${destination} takes none without a name.`,
    advice: "Give the event a name where it is sent. This one stays out.",
    action: null,
  },
  event_name_too_long: {
    title: "Event name too long",
    means: `The event's name is longer than ${destination} takes.`,
    advice: "Shorten the name where the event is sent. This one stays out.",
    action: null,
  },
  event_data_too_large: {
    title: "Event data too large",
    means: `The selected event properties together are larger than ${destination} takes.`,
    advice: "Select fewer event properties, then redeliver.",
    action: "edit_settings",
  },
  too_costly: {
    title: "Too costly to prepare",
    means:
      "Filters and mapping would take so long for this event that all others would have to wait.",
    advice:
      "Use fewer filter values, and shorter ones, on properties that are long. Then redeliver.",
    action: "edit_settings",
  },
  unpreparable: {
    title: "Could not be prepared",
    means: "Preparing the request failed. This is a fault of Tributary, not of the event.",
    advice: "Report it with the event's ULID. After an update that mends it, redeliver.",
    action: "redeliver",
  },
  refused: {
    title: `Refused by ${destination}`,
    means: `${destination} answered that it does not take this event; its own words stand with the answer.`,
    advice: `Mend what ${destination} names, in the settings where they choose it and at the sender otherwise. Then redeliver.`,
    action: "edit_settings",
  },
  given_up: {
    title: "Given up by hand",
    means: "Somebody gave it up while it waited, so that it is not sent.",
    advice: "Nothing has to be done. If it is to be sent after all, redeliver it.",
    action: "redeliver",
  },
});
