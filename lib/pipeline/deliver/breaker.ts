import type { Attempt, UnwellReason } from "@/lib/pipeline/ports";

// When a sync stops sending because the destination as a whole is unwell. While the breaker is open nothing is read
// and no attempt is used, so an outage loses nothing that the log retains.

/** `trial`: a probe succeeded; a few events show whether the destination takes them again. */
export type Breaker =
  | {
      readonly kind: "closed";
      readonly failuresInRow: number;
      readonly failingSinceMs: number | null;
    }
  | { readonly kind: "trial"; readonly last: OpenBreaker }
  | OpenBreaker;

export interface OpenBreaker {
  readonly kind: "open";
  readonly reason: UnwellReason;
  readonly message: string;
  readonly sinceMs: number;
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

/** The breaker after one request of a turn. Pure. */
export function afterAttempt(breaker: Breaker, attempt: Attempt, nowMs: number): Breaker {
  const { verdict } = attempt;
  if (breaker.kind === "open") return breaker;
  const last = breaker.kind === "trial" ? breaker.last : null;
  if (verdict.kind === "unwell") return open(verdict, nowMs, last);
  if (breaker.kind === "trial") {
    const throttled = verdict.kind === "wait" && verdict.reason === "throttled";
    return throttled ? open(verdict, nowMs, last) : breaker;
  }
  if (verdict.kind !== "wait") return CLOSED;
  if ((verdict.retryAfterMs ?? 0) > PAUSE_IN_TURN_MS_MAX) return open(verdict, nowMs, null);
  const failingSinceMs = breaker.failingSinceMs ?? nowMs;
  const failuresInRow = breaker.failuresInRow + 1;
  if (
    failuresInRow >= FAILURES_IN_ROW ||
    (failuresInRow > 1 && nowMs - failingSinceMs >= ALL_FAILING_MS)
  ) {
    return open(verdict, nowMs, null);
  }
  return { kind: "closed", failuresInRow, failingSinceMs };
}

/** The breaker after a probe: a trial, or open for twice as long, up to 60 s. Pure. */
export function afterProbe(breaker: OpenBreaker, probe: Attempt, nowMs: number): Breaker {
  const { verdict } = probe;
  if (verdict.kind === "wait" || verdict.kind === "unwell") return open(verdict, nowMs, breaker);
  return { kind: "trial", last: breaker };
}

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
    sinceMs: before?.sinceMs ?? nowMs,
    probes,
    probeAtMs: nowMs + probeWaitMs(probes, floor),
  };
}

const probeWaitMs = (probes: number, floor: number | null): number =>
  Math.max(Math.min(PROBE_FIRST_MS * 2 ** probes, PROBE_MAX_MS), floor ?? 0);
