// What can become of one event for one sync. Every event that a sync reads ends in exactly one of these.

export type FilterReason =
  | "events_off"
  | "users_off"
  | "group_identify"
  /** It came from there. */
  | "from_amplitude"
  | "no_row_matches"
  | "no_events_selected";

/** Why an event can never be sent. */
export type DiscardReason =
  | "missing_identifier"
  | "identifier_too_long"
  | "invalid_identifier"
  | "event_name_blank"
  | "event_name_too_long"
  | "event_data_too_large"
  /** Filters and mappings would take longer than one event may keep all others waiting. */
  | "too_costly"
  /** Preparing it failed: a fault of this program, not of the event. */
  | "unpreparable"
  /** The destination refused this item. */
  | "refused"
  /** Somebody gave it up while it waited. */
  | "given_up";

/** Why an event waits: trouble of its own, an earlier event of the same person, or sent again by hand. */
export type WaitReason =
  | "throttled"
  | "server_error"
  | "timeout"
  | "unreachable"
  | "behind_person"
  | "redelivery";

/** What the destination, or a limit, says about one item. */
export interface Detail {
  readonly message?: string;
  /** The field that the destination named, e.g. `attributes.plan`. */
  readonly field?: string;
  /** Left out or changed on the way, e.g. an attribute over 1,000 bytes. */
  readonly warnings?: readonly string[];
}

/** The end of an event. `attempts` counts the requests that carried it. */
export type Outcome =
  | { readonly kind: "filtered"; readonly reason: FilterReason }
  | {
      readonly kind: "delivered";
      readonly attempts: number;
      readonly requestId: string;
      readonly detail: Detail | null;
      readonly acceptedMs: number;
    }
  | {
      readonly kind: "discarded";
      readonly reason: DiscardReason;
      readonly attempts: number;
      readonly requestId: string | null;
      readonly detail: Detail;
    }
  | {
      readonly kind: "expired";
      readonly reason: WaitReason;
      readonly attempts: number;
      readonly requestId: string | null;
      readonly detail: Detail;
    };

/** Not an end yet: the event waits, durably, for its next attempt. */
export interface Parking {
  readonly reason: WaitReason;
  readonly message: string;
  /** Attempts of the schedule used so far; 0 behind an earlier event of the person. */
  readonly tries: number;
  readonly attempts: number;
  readonly requestId: string | null;
  /** Epoch ms; null behind an earlier event of the person. */
  readonly retryAtMs: number | null;
}
