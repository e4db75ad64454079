/** What the workspace's activity log says about calls that were accepted but did something else than asked. */
export type ActivityType =
  | "person_created"
  | "person_deleted"
  | "person_merged"
  | "person_suppressed"
  | "person_unsuppressed"
  | "anonymous_merged"
  | "attribute_update_failure"
  | "failed_attribute_change"
  | "stale_update"
  | "duplicate_event"
  | "unknown_cio_id"
  | "unknown_person"
  | "suppressed_call"
  | "merge_failed"
  | "invite_event"
  | "not_modelled";

export interface Activity {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly type: ActivityType;
  readonly who: string;
  readonly detail: string;
}
