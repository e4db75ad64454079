import type { Attempt, UnwellReason } from "@/lib/engine/pipeline/ports";

// When a sync stops sending because the destination as a whole is unwell. While the breaker is open nothing is read
// and no attempt is used, so an outage loses nothing that the log retains.

/** `trial`: a probe succeeded; a few events show whether the destination takes them again. */
export type Breaker =
  | {
      readonly kind: "closed";
      readonly failuresInRow: number;
      readonly failingSinceMs: number | null;
    }
  | {
      readonly kind: "trial";
      readonly last: OpenBreaker;
      /** Since when every answer has been a throttling one. */
      readonly throttledSinceMs: number | null;
    }
  | OpenBreaker;

export interface OpenBreaker {
  readonly kind: "open";
  readonly reason: UnwellReason;
  readonly message: string;
  readonly probes: number;
  readonly probeAtMs: number;
}

export const CLOSED: Breaker = { kind: "closed", failuresInRow: 0, failingSinceMs: null };

const FAILURES_IN_ROW = 5;
const ALL_FAILING_MS = 10_000;
/** A destination that asks for a longer pause than this is not asked again before it is over. */
const PAUSE_IN_TURN_MS_MAX = 5_000;
const PROBE_FIRST_MS = 1_000;
const PROBE_MAX_MS = 60_000;

type Trouble = Extract<Attempt["verdict"], { kind: "wait" | "unwell" }>;
type WaitTrouble = Extract<Trouble, { kind: "wait" }>;

/**
 * The breaker after one request of a turn. Pure. Being throttled is no failure: the destination is there and takes
 * what its rate allows, and the workspace's rate gives way. Only when it takes nothing at all for ten seconds, or asks
 * for a long pause, is it left alone. `nowMs` is of any clock that does not leap.
 */
export function afterAttempt(breaker: Breaker, attempt: Attempt, nowMs: number): Breaker {
  const { verdict } = attempt;
  if (breaker.kind === "open") return breaker;
  const last = breaker.kind === "trial" ? breaker.last : null;
  if (verdict.kind === "unwell") return open(verdict, nowMs, last);
  if (verdict.kind !== "wait") return last === null ? CLOSED : trialOf(last);
  if (asksForLongPause(verdict)) return open(verdict, nowMs, last);
  return breaker.kind === "trial"
    ? afterWaitInTrial(breaker, verdict, nowMs)
    : afterWait(breaker, verdict, nowMs);
}

function afterWait(
  breaker: Extract<Breaker, { kind: "closed" }>,
  trouble: WaitTrouble,
  nowMs: number,
): Breaker {
  const failingSinceMs = breaker.failingSinceMs ?? nowMs;
  const failuresInRow = breaker.failuresInRow + (trouble.reason === "throttled" ? 0 : 1);
  if (failuresInRow >= FAILURES_IN_ROW || nowMs - failingSinceMs >= ALL_FAILING_MS) {
    return open(trouble, nowMs, null);
  }
  return { kind: "closed", failuresInRow, failingSinceMs };
}

/** Other trouble than throttling may be that of the one person whose event was sent. */
function afterWaitInTrial(
  trial: Extract<Breaker, { kind: "trial" }>,
  trouble: WaitTrouble,
  nowMs: number,
): Breaker {
  if (trouble.reason !== "throttled") return trial;
  const throttledSinceMs = trial.throttledSinceMs ?? nowMs;
  if (nowMs - throttledSinceMs >= ALL_FAILING_MS) return open(trouble, nowMs, trial.last);
  return { ...trial, throttledSinceMs };
}

/** The breaker after a probe: a trial, or open for twice as long, up to 60 s. Pure. */
export function afterProbe(breaker: OpenBreaker, probe: Attempt, nowMs: number): Breaker {
  const { verdict } = probe;
  if (verdict.kind === "unwell") return open(verdict, nowMs, breaker);
  if (verdict.kind !== "wait") return trialOf(breaker);
  // Throttled for a moment: it is there, and the others of this workspace use up what it takes.
  const isThere = verdict.reason === "throttled" && !asksForLongPause(verdict);
  return isThere ? trialOf(breaker) : open(verdict, nowMs, breaker);
}

const trialOf = (last: OpenBreaker): Breaker => ({ kind: "trial", last, throttledSinceMs: null });

const asksForLongPause = (trouble: WaitTrouble): boolean =>
  (trouble.retryAfterMs ?? 0) > PAUSE_IN_TURN_MS_MAX;

/** The breaker after the events of a trial: closed when the destination took any of them. Pure. */
export function afterTrial(last: OpenBreaker, wentWell: boolean, nowMs: number): Breaker {
  if (wentWell) return CLOSED;
  const probes = last.probes + 1;
  return { ...last, probes, probeAtMs: nowMs + probeWaitMs(probes, null) };
}

function open(trouble: Trouble, nowMs: number, before: OpenBreaker | null): OpenBreaker {
  const probes = before === null ? 0 : before.probes + 1;
  const floor = trouble.kind === "wait" ? trouble.retryAfterMs : null;
  return {
    kind: "open",
    reason: trouble.reason,
    message: trouble.message,
    probes,
    probeAtMs: nowMs + probeWaitMs(probes, floor),
  };
}

const probeWaitMs = (probes: number, floor: number | null): number =>
  Math.max(Math.min(PROBE_FIRST_MS * 2 ** probes, PROBE_MAX_MS), floor ?? 0);
