import { explainFate, explainTrouble } from "@/lib/admin/reasons/explain";
import type { Reason } from "@/lib/admin/reasons/reason";
import type { TroubleSigns } from "@/lib/engine/store/trouble-signs";

/**
 * How a sync does. `paused`: nothing goes out until somebody mends something here; `down`: nothing goes out, since the
 * destination takes nothing; `failing`: more than a few per cent is not delivered; `degraded`: something goes out.
 */
export type SyncState = "disabled" | "enabled" | "degraded" | "failing" | "down" | "paused";

export interface SyncProblem {
  readonly reason: string;
  /** Of the catalogue of reasons. */
  readonly title: string;
  /** What was met, in a sentence: the destination's words, or the figures. */
  readonly message: string;
  readonly advice: string;
  readonly action: Reason["action"];
  /** Null when its beginning is not known. */
  readonly since: Date | null;
}

export interface SyncCondition {
  readonly state: SyncState;
  /** What is wrong; null when nothing is. */
  readonly problem: SyncProblem | null;
}

/** Of what ended, or of what ended and waits: a share that is no more everyday life. DECISIONS 042. */
const SHARE_MIN = 0.05;
/** Fewer may be one client's mishap. */
const EVENTS_MIN = 5;

/** A rate that throttling has brought down to this share of what is allowed. */
const THROTTLED_SHARE_MAX = 0.25;

const MENDED_HERE = ["credentials_refused", "wrong_region", "misconfigured"];

export interface ConditionFacts {
  readonly enabled: boolean;
  /** The name of the destination. */
  readonly destination: string;
  /** Undefined for a sync that was never enabled. */
  readonly signs: TroubleSigns | undefined;
  /** Why the stored sync cannot be read, and since when. */
  readonly unreadable?: { readonly message: string; readonly since: Date } | undefined;
  /** Requests per second that the account takes now and may have; null while it is not throttled. */
  readonly throttled: { readonly rate: number; readonly allowed: number } | null;
}

/** Pure. */
export function conditionOf(facts: ConditionFacts): SyncCondition {
  const { enabled, destination, signs, unreadable } = facts;
  if (!enabled) return DISABLED;
  if (unreadable !== undefined) {
    const { message, since } = unreadable;
    return stopped("misconfigured", message, since, destination);
  }
  if (signs === undefined) return ENABLED;
  const { breaker_reason: reason, breaker_message: message, breaker_since_ms: sinceMs } = signs;
  if (reason !== null) return stopped(reason, message ?? "", new Date(sinceMs ?? 0), destination);
  return failing(signs, destination) ?? degraded(signs, facts) ?? ENABLED;
}

export const DISABLED: SyncCondition = { state: "disabled", problem: null };
const ENABLED: SyncCondition = { state: "enabled", problem: null };

function stopped(reason: string, message: string, since: Date, destination: string): SyncCondition {
  const { title, means, advice, action } = explainTrouble(reason, destination);
  const problem = { reason, title, message: message || means, advice, action, since };
  return { state: MENDED_HERE.includes(reason) ? "paused" : "down", problem };
}

function failing(signs: TroubleSigns, destination: string): SyncCondition | null {
  const { delivered, lost, lost_reason: reason, lost_most: most, saved_lately: saved } = signs;
  const ended = delivered + lost;
  if (reason === null || !isMuch(lost, ended)) return null;
  const { title, advice, action } = explainFate("discarded", reason, destination);
  const window = saved ? "since the sync was saved" : "in the last hour";
  const message = `${lost} of ${ended} events (${percent(lost, ended)}) were not delivered ${window}; the most frequent reason, of ${most}: ${title}`;
  return { state: "failing", problem: { reason, title, message, advice, action, since: null } };
}

function degraded(signs: TroubleSigns, facts: ConditionFacts): SyncCondition | null {
  const { destination, throttled } = facts;
  const { retrying, retrying_reason: reason, retrying_most: most } = signs;
  const all = signs.delivered + signs.lost + retrying;
  if (reason !== null && isMuch(retrying, all)) {
    const { title, advice, action } = explainFate("waiting", reason, destination);
    const message = `${retrying} events wait for another attempt, ${most} of them for this reason: ${title}. The others go out`;
    return { state: "degraded", problem: { reason, title, message, advice, action, since: null } };
  }
  if (throttled === null || throttled.rate > throttled.allowed * THROTTLED_SHARE_MAX) return null;
  const { title, advice } = explainTrouble("throttled", destination);
  const rate = Math.max(1, Math.round(throttled.rate));
  const message = `${destination} takes about ${rate} requests per second; ${throttled.allowed} are allowed to it`;
  return {
    state: "degraded",
    problem: { reason: "throttled", title, message, advice, action: "edit_settings", since: null },
  };
}

const isMuch = (part: number, whole: number): boolean =>
  part >= EVENTS_MIN && part / whole > SHARE_MIN;

/** Whole per cent, rounded down: never 100 while anything else is there. */
const percent = (part: number, whole: number): string => `${Math.floor((100 * part) / whole)}%`;
