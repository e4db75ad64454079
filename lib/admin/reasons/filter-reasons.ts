import type { FilterReason } from "@/lib/engine/pipeline/record/outcome";
import type { ReasonsOf } from "./reason";

/** Why the settings do not select an event. */
export const filterReasons: ReasonsOf<FilterReason> = (destination) => ({
  events_off: {
    title: "Send Events is off",
    means: "The sync sends no events, because Send Events is off in its settings.",
    advice: "Turn on Send Events, and select which events are to be sent.",
    action: "edit_settings",
  },
  users_off: {
    title: "Create & Update Users is off",
    means:
      "It updates a user, and the sync sends no such updates, because Create & Update Users is off in its settings.",
    advice: "Turn on Create & Update Users, and select which user properties are to be sent.",
    action: "edit_settings",
  },
  group_identify: {
    title: "Group updates are never sent",
    means: `It sets properties of a group. A sync sends users and their events to ${destination}, and no groups.`,
    advice: "Nothing here sends it. What is to arrive has to be a property of the user.",
    action: null,
  },
  from_amplitude: {
    title: "It came from Amplitude",
    means: "Amplitude's own webhook brought it, so Amplitude has it already: it is not sent back.",
    advice: "Nothing has to be done.",
    action: null,
  },
  no_row_matches: {
    title: "No row selects it",
    means:
      "No row of Select and filter events names this event and has all of its conditions met by it.",
    advice: "Change the row that is meant to select it.",
    action: "open_row",
  },
  no_events_selected: {
    title: "No events are selected",
    means: "Send Events is on, but Select and filter events has no row, which selects nothing.",
    advice: "Select which events are to be sent.",
    action: "open_row",
  },
});
