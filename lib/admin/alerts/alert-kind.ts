/** What is looked for, of a destination or of a project. */
export const ALERT_KINDS = [
  "down",
  "failing",
  "waiting",
  "retention",
  "books",
  "refused",
  "silence",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export const ALERT_LEVELS = ["warning", "critical"] as const;
export type AlertLevel = (typeof ALERT_LEVELS)[number];

/** What of a kind can be set. Null: it is not asked for. */
export interface AlertKindDefinition {
  readonly title: string;
  /** What is measured, in a sentence. */
  readonly means: string;
  readonly of: "destination" | "project";
  /** Of both levels; null where the trouble is there or not, and then it is critical. */
  readonly threshold: { readonly unit: string; readonly min: number; readonly max: number } | null;
  /** How much is looked at, in minutes. */
  readonly hasWindow: boolean;
  /** What has to be there before a share says anything. */
  readonly minimum: string | null;
  /** `less`: the lower the figure, the worse. */
  readonly worse: "more" | "less";
}

const MINUTES = { unit: "minutes", min: 1, max: 10_080 };
const PERCENT = { unit: "%", min: 1, max: 100 };

export const ALERT_DEFINITIONS: Readonly<Record<AlertKind, AlertKindDefinition>> = {
  down: {
    title: "Down",
    means: "For how long nothing has been sent, because the destination takes nothing.",
    of: "destination",
    threshold: MINUTES,
    hasWindow: false,
    minimum: null,
    worse: "more",
  },
  failing: {
    title: "Failing",
    means: "The share of the events that ended without being delivered.",
    of: "destination",
    threshold: PERCENT,
    hasWindow: true,
    minimum: "events not delivered",
    worse: "more",
  },
  waiting: {
    title: "Oldest waiting event",
    means: "The age of the oldest event that has not been sent. Not told of while it is down.",
    of: "destination",
    threshold: MINUTES,
    hasWindow: false,
    minimum: null,
    worse: "more",
  },
  retention: {
    title: "About to be dropped",
    means: "The time until the log drops the oldest event that has not been sent.",
    of: "destination",
    threshold: { unit: "hours left", min: 1, max: 2_400 },
    hasWindow: false,
    minimum: null,
    worse: "less",
  },
  books: {
    title: "Books do not balance",
    means: "Not every event that was read is accounted for.",
    of: "destination",
    threshold: null,
    hasWindow: false,
    minimum: null,
    worse: "more",
  },
  refused: {
    title: "Uploads refused",
    means: "The share of the uploads that were refused.",
    of: "project",
    threshold: PERCENT,
    hasWindow: true,
    minimum: "uploads refused",
    worse: "more",
  },
  silence: {
    title: "Silence",
    means:
      "For how long no event has arrived. Told of when at least so many arrived at this time yesterday, and a week ago.",
    of: "project",
    threshold: MINUTES,
    hasWindow: false,
    minimum: "events at this time yesterday",
    worse: "more",
  },
};
