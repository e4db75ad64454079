import type { FilterReason } from "@/lib/engine/pipeline/record/outcome";

/** Why an event was not selected, in words. */
export const FILTER_MESSAGES: Readonly<Record<FilterReason, string>> = {
  events_off: "Send Events is off",
  users_off: "Create & Update Users is off",
  group_identify: "Group updates are never sent",
  no_row_matches: "No row of Select and filter events matches",
  no_events_selected: "No events are selected",
};
