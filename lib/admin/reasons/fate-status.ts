import type { Reason } from "./reason";

// What became of an event for one sync, in one word: the glossary of every screen, list and answer.

/** How an event can end on record: the rows of the delivery log. Filtered: it waited, and newer settings did not select it. */
export const OUTCOMES = ["delivered", "discarded", "expired", "filtered"] as const;
export type DeliveryOutcome = (typeof OUTCOMES)[number];

/** Of any event and any sync of its project. */
export const FATE_STATUSES = [
  ...OUTCOMES,
  "waiting",
  "not_read",
  "not_streamed",
  "no_longer_retained",
] as const;
export type FateStatus = (typeof FATE_STATUSES)[number];

export const FATE_TONES = {
  delivered: "positive",
  discarded: "danger",
  expired: "caution",
  waiting: "info",
  filtered: "neutral",
  not_read: "info",
  not_streamed: "neutral",
  no_longer_retained: "neutral",
} as const satisfies Record<FateStatus, string>;

/** The status told to people: `title` is its name. Acceptance is not proof of application, so it is said as it is. */
export const fateStatuses = (destination: string): Readonly<Record<FateStatus, Reason>> => ({
  delivered: {
    title: `Accepted by ${destination}`,
    means: `${destination} answered that it took it. What it does with it afterwards, it does not tell.`,
    advice: `Look the user up in ${destination} if the effect is missing.`,
    action: null,
  },
  discarded: {
    title: "Discarded",
    means: "It can never be sent as it is.",
    advice: "Mend the cause, then redeliver.",
    action: "redeliver",
  },
  expired: {
    title: "Expired",
    means: "It was tried for as long as it may be, and no attempt succeeded.",
    advice: `Redeliver it when ${destination} takes events again.`,
    action: "redeliver",
  },
  waiting: {
    title: "Waiting",
    means: "It is kept, and goes out later.",
    advice: "Nothing has to be done: it is tried again by itself.",
    action: "try_now",
  },
  filtered: {
    title: "Filtered",
    means: "The sync's settings do not select it.",
    advice: "Change the settings if events like this are to be sent.",
    action: "edit_settings",
  },
  not_read: {
    title: "Not read yet",
    means: "The sync has not come to it yet.",
    advice: "Nothing has to be done: the sync reads on by itself.",
    action: null,
  },
  not_streamed: {
    title: "Not streamed",
    means: "The sync was not enabled when it came in.",
    advice:
      "What comes in while a sync is disabled can be sent when it is enabled again, as long as the log retains it.",
    action: null,
  },
  no_longer_retained: {
    title: "No longer on record",
    means: "It is older than the record of what became of events.",
    advice: "A longer retention keeps the record longer.",
    action: null,
  },
});

/** What takes the place of *Accepted by …* where the destination itself named the event. */
export const appliedLabel = (destination: string): string => `Applied by ${destination}`;

export const fateLabel = (status: FateStatus, destination: string): string =>
  fateStatuses(destination)[status].title;
