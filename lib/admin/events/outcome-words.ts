import type { DiscardReason, FilterReason, WaitReason } from "@/lib/engine/pipeline/record/outcome";

// What became of an event, in words: the same in the delivery log, on the person's page, on the event's page and in
// the API. `destination` is the connector's name.

export const OUTCOMES = ["delivered", "discarded", "expired"] as const;
export type DeliveryOutcome = (typeof OUTCOMES)[number];

/** Acceptance is not proof of application, so "delivered" is said as what is known. */
export function outcomeLabel(outcome: DeliveryOutcome, destination: string): string {
  switch (outcome) {
    case "delivered":
      return `Accepted by ${destination}`;
    case "discarded":
      return "Discarded";
    case "expired":
      return "Expired";
  }
}

export const OUTCOME_TONES = {
  delivered: "positive",
  discarded: "danger",
  expired: "caution",
} as const satisfies Record<DeliveryOutcome, string>;

/** Said beside the label of an outcome of which the destination or a limit said nothing. */
export const OUTCOME_MESSAGES: Readonly<Record<DeliveryOutcome, string>> = {
  delivered: "",
  discarded: "It can never be sent",
  expired: "It ran out of attempts",
};

/**
 * What one sync did with an event: an outcome, or none yet. `not_selected`: read and filtered; `pending`: parked or not
 * read yet; `not_streamed`: the sync was off, or began later.
 */
export type Fate = DeliveryOutcome | "not_selected" | "pending" | "not_streamed";

export function fateLabel(fate: Fate, destination: string): string {
  switch (fate) {
    case "not_selected":
      return "Not selected";
    case "pending":
      return "Pending";
    case "not_streamed":
      return "Not streamed";
    default:
      return outcomeLabel(fate, destination);
  }
}

export const FATE_TONES = {
  ...OUTCOME_TONES,
  not_selected: "neutral",
  pending: "info",
  not_streamed: "neutral",
} as const satisfies Record<Fate, string>;

/** Why an event was not selected. */
export const FILTER_MESSAGES: Readonly<Record<FilterReason, string>> = {
  events_off: "Send Events is off",
  users_off: "Create & Update Users is off",
  group_identify: "Group updates are never sent",
  no_row_matches: "No row of Select and filter events matches",
  no_events_selected: "No events are selected",
};

const REASON_LABELS: Record<
  DiscardReason | WaitReason | "retention",
  (destination: string) => string
> = {
  missing_identifier: () => "No identifier",
  identifier_too_long: () => "Identifier too long",
  invalid_identifier: () => "Invalid identifier",
  event_name_blank: () => "Event name blank",
  event_name_too_long: () => "Event name too long",
  event_data_too_large: () => "Event data too large",
  too_costly: () => "Too costly to prepare",
  unpreparable: () => "Could not be prepared",
  refused: (destination) => `Refused by ${destination}`,
  throttled: (destination) => `Throttled by ${destination}`,
  server_error: (destination) => `Error in ${destination}`,
  timeout: () => "No answer in time",
  unreachable: (destination) => `${destination} unreachable`,
  behind_person: () => "Waited behind the same user",
  redelivery: () => "Waiting to be sent again",
  retention: () => "Not read within the retention",
};

export const REASONS: readonly string[] = Object.keys(REASON_LABELS);

const WORDS: ReadonlyMap<string, (destination: string) => string> = new Map(
  Object.entries(REASON_LABELS),
);

/** A reason that this version does not know is shown as it is stored. */
export const reasonLabel = (reason: string, destination: string): string =>
  WORDS.get(reason)?.(destination) ?? reason;
