// When a parked event is tried again: ten attempts over four hours, as Amplitude's streaming does.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOURS_4 = 240 * MINUTE;

const WAITS_MS: readonly number[] = [
  1 * SECOND,
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  60 * MINUTE,
];

/** The last wait is what is left of the four hours. */
const LAST_WAIT_MS = HOURS_4 - WAITS_MS.reduce((sum, wait) => sum + wait, 0);

/** Amplitude: "up to 10 attempts inside a 4-hour window". */
export const TRIES_MAX = WAITS_MS.length + 2;

const SPREAD = 0.2;

/**
 * Milliseconds to wait after `tries` attempts; null when there are no attempts left. ± 20 % by `seed` (the event's
 * offset), so that what failed together is not retried together; never less than the destination's Retry-After. Pure.
 */
export function retryAfterTries(
  tries: number,
  seed: number,
  retryAfterMs: number | null,
): number | null {
  if (tries >= TRIES_MAX) return null;
  const wait = WAITS_MS[tries - 1] ?? LAST_WAIT_MS;
  // A hash of seed and tries to −1 … 1, without randomness: the same event waits the same time in every run.
  const hash = Math.imul((seed + tries) | 0, 0x9e3779b1) / 2 ** 31;
  return Math.max(Math.round(wait * (1 + SPREAD * hash)), retryAfterMs ?? 0);
}
