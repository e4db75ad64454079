import { formatCount, formatQuantity } from "@/components/ui/text/format-number";
import type { View } from "./delivery-filter";

/** What can be done with many at once. */
export const BULK_ACTIONS = ["redeliver", "try_now", "give_up"] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

export const ACTIONS_OF: Readonly<Record<View, readonly BulkAction[]>> = {
  settled: ["redeliver"],
  waiting: ["try_now", "give_up"],
  filtered: [],
};

interface BulkWords {
  readonly button: string;
  /** `events` is a quantity in words, such as `500 events`. */
  readonly soon: (events: string) => string;
  readonly running: (done: string) => string;
  readonly done: (changed: number) => string;
  /** Those that were chosen and not changed; empty where they are no exception. */
  readonly left: (skipped: number) => string;
}

const leftAlone = (skipped: number): string =>
  skipped === 0 ? "" : ` ${formatQuantity(skipped, "was", "were")} left as they are.`;

export const BULK_WORDS: Readonly<Record<BulkAction, BulkWords>> = {
  redeliver: {
    button: "Redeliver",
    soon: (events) => `${events} will be sent again with the settings of now`,
    running: (done) => `${done} in line to be sent again`,
    done: (changed) =>
      `${formatQuantity(changed, "event is", "events are")} in line to be sent again. What becomes of them is under Waiting, then under Settled.`,
    left: leftAlone,
  },
  try_now: {
    button: "Try now",
    soon: (events) => `${events} will be tried now, of each user the first`,
    running: (done) => `${done} tried now`,
    done: (changed) =>
      `${formatQuantity(changed, "user's first event is", "users' first events are")} tried now; what waits behind follows in order.`,
    left: () => "",
  },
  give_up: {
    button: "Give up",
    soon: (events) => `${events} will be given up and not be sent`,
    running: (done) => `${done} given up`,
    done: (changed) =>
      `${formatQuantity(changed, "event was", "events were")} given up. They are under Settled, where they can be redelivered.`,
    left: leftAlone,
  },
};

/** `500 events`, `more than 100,000 events` */
export const quantity = (count: number, isMore: boolean): string =>
  isMore ? `more than ${formatCount(count)} events` : formatQuantity(count, "event");
