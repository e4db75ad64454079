// How fast one account at a destination is called: halved when it throttles, then slowly up again.

/** The rate right after the last halving; null while the workspace never throttled. Shared by all processes. */
export interface Throttled {
  readonly rate: number;
  readonly sinceMs: number;
}

const RATE_MIN = 1;
const RECOVERY_FACTOR = 1.1;
const RECOVERY_EVERY_MS = 10_000;

/** Requests per second now: the halved rate plus 10 % for every 10 s since, up to the configured one. Pure. */
export function currentRate(
  configured: number,
  throttled: Throttled | null,
  nowMs: number,
): number {
  if (throttled === null) return configured;
  const steps = Math.max(0, Math.floor((nowMs - throttled.sinceMs) / RECOVERY_EVERY_MS));
  return Math.min(configured, throttled.rate * RECOVERY_FACTOR ** steps);
}

/** After a 429: half of the current rate, not below 1 per second. Pure. */
export function halve(configured: number, throttled: Throttled | null, nowMs: number): Throttled {
  const rate = Math.max(RATE_MIN, currentRate(configured, throttled, nowMs) / 2);
  return { rate, sinceMs: nowMs };
}

/** A token bucket that holds one second's worth; the caller gives time and rate. */
export class TokenBucket {
  #tokens: number;
  #atMs: number;

  constructor(rate: number, nowMs: number) {
    this.#tokens = Math.max(1, rate);
    this.#atMs = nowMs;
  }

  /** Takes a token and returns 0, or returns the milliseconds until there is one. */
  take(rate: number, nowMs: number): number {
    const elapsed = Math.max(0, nowMs - this.#atMs);
    this.#atMs = nowMs;
    this.#tokens = Math.min(Math.max(1, rate), this.#tokens + (elapsed * rate) / 1_000);
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 0;
    }
    return Math.ceil(((1 - this.#tokens) * 1_000) / rate);
  }
}
