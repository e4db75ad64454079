import type { ReasonsOf } from "./reason";

/** Why a sync never came to an event, and what its record cannot tell. */
export type RecordReason =
  | "disabled"
  | "enabled_later"
  | "never_enabled"
  | "not_in_backfill"
  | "version_unknown"
  | "version_unreadable";

export const recordReasons: ReasonsOf<RecordReason> = () => ({
  disabled: {
    title: "Disabled",
    means: "The sync had been disabled before it came to this event.",
    advice:
      "What comes in while a sync is disabled is sent only where that is chosen as it is enabled again.",
    action: null,
  },
  enabled_later: {
    title: "Enabled later",
    means: "The sync was enabled for the first time after this event had come in.",
    advice: "A sync begins with what comes in after it was enabled.",
    action: null,
  },
  never_enabled: {
    title: "Never enabled",
    means: "The sync has not been enabled yet.",
    advice: "Enable it: it begins with what comes in from then on.",
    action: "edit_settings",
  },
  not_in_backfill: {
    title: "Not in its backfill",
    means: "It is history: the backfill that brought it does not go on to this sync.",
    advice: "A backfill goes to the syncs that were chosen for it, until it is cancelled.",
    action: null,
  },
  version_unknown: {
    title: "Read by an earlier build",
    means:
      "It left no record, and the build that read it did not note which version of the settings it went by.",
    advice: "Of events that came in since the upgrade it is known.",
    action: null,
  },
  version_unreadable: {
    title: "Settings cannot be read",
    means: "It left no record, and the version of the settings that it went by cannot be read.",
    advice: "Of events under other versions it is known.",
    action: null,
  },
});
