import { discardReasons } from "./discard-reasons";
import { type FateStatus, fateStatuses } from "./fate-status";
import { filterReasons } from "./filter-reasons";
import type { Reason } from "./reason";
import { recordReasons } from "./record-reasons";
import { REJECTION_REASONS } from "./rejection-reasons";
import { unwellReasons } from "./unwell-reasons";
import { waitReasons } from "./wait-reasons";

// The way into the catalogue of reasons, for what was stored: a reason that this version does not know is shown as it is.

/** By reason, as the delivery log, the counters and the fates store them. */
const eventReasons = (destination: string): ReadonlyMap<string, Reason> =>
  new Map([
    ...Object.entries(unwellReasons(destination)),
    ...Object.entries(filterReasons(destination)),
    ...Object.entries(discardReasons(destination)),
    ...Object.entries(waitReasons(destination)),
    ...Object.entries(recordReasons(destination)),
  ]);

const REJECTIONS: ReadonlyMap<string, Reason> = new Map(Object.entries(REJECTION_REASONS));

const ofWaiting = Object.keys(waitReasons(""));
const ofFiltered = Object.keys(filterReasons(""));

/** The reasons that an event can have which was settled, waits, or was filtered. */
export const REASONS_OF: Readonly<Record<"settled" | "waiting" | "filtered", readonly string[]>> = {
  settled: [...Object.keys(discardReasons("")), ...ofWaiting, ...ofFiltered],
  // What the log gave up does not wait any more.
  waiting: ofWaiting.filter((reason) => reason !== "retention"),
  filtered: ofFiltered,
};

/** A few words for the reason of an outcome or of waiting. Pure. */
export const reasonTitle = (reason: string, destination: string): string =>
  eventReasons(destination).get(reason)?.title ?? reason;

/** What became of an event, and why, in full. `reason` is null where the status says all. Pure. */
export function explainFate(
  status: FateStatus,
  reason: string | null,
  destination: string,
): Reason {
  const own = fateStatuses(destination)[status];
  if (reason === null || reason === "") return own;
  const known = eventReasons(destination).get(reason);
  if (known === undefined) return { ...own, title: reason };
  // The reason says why the attempts failed, the status what can be done now that they are over.
  if (status !== "expired" || reason === "retention") return known;
  return { ...known, advice: own.advice, action: own.action };
}

/** Why a sync sends nothing. Pure. */
export function explainTrouble(reason: string, destination: string): Reason {
  const known = new Map<string, Reason>(Object.entries(unwellReasons(destination))).get(reason);
  return known ?? { title: reason, means: "", advice: "", action: null };
}

/** Why an upload was not taken. Pure. */
export const explainRejection = (reason: string): Reason =>
  REJECTIONS.get(reason) ?? { title: reason, means: "", advice: "", action: null };
