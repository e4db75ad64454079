// How long a request waits before it is sent again while the destination is unwell.

const FIRST_MS = 1_000;
const MAX_MS = 60_000;

/** Wait before attempt `attempts + 1`: 1 s doubling to 60 s; never less than the destination's Retry-After. Pure. */
export function backoffMs(attempts: number, retryAfterMs: number | null): number {
  const doubled = Math.min(FIRST_MS * 2 ** Math.max(0, attempts - 1), MAX_MS);
  return Math.max(doubled, retryAfterMs ?? 0);
}
