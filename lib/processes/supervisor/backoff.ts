const FIRST_MS = 200;
const MAX_MS = 10_000;

/** A process that lived this long counts as healthy: its next death is a first one again. */
export const STABLE_AFTER_MS = 60_000;

/** Pause before the next start after `deaths` (≥ 1) deaths in a row: 0.2 s, doubling to 10 s. Pure. */
export const backoffMs = (deaths: number): number =>
  Math.min(FIRST_MS * 2 ** Math.min(deaths - 1, 10), MAX_MS);
