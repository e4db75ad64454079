import { randomInt } from "node:crypto";

// How often each of any number of names was counted in the present window, in constant memory: anybody can invent
// names. A count-min sketch: four rows of counters, and a name's count is the least of its four. It is never too low;
// it is too high only when other names meet it in all four rows, for which a window needs more events than the limit
// times the counters of a row.

const ROWS = 4;
const ROW_COUNTERS = 65_536;

interface RateCounter {
  /** The count of a name, and what to give to `add` for it. */
  slotsOf(name: string): Slots;
  countOf(slots: Slots, nowMs: number): number;
  add(slots: Slots, count: number, nowMs: number): void;
  /** Until the window ends. */
  secondsLeft(nowMs: number): number;
}

/** One counter in each row. */
export type Slots = readonly number[];

/** Windows follow one another: what was counted in the last one does not count in the next. */
export function createRateCounter(windowSeconds: number): RateCounter {
  const counters = new Uint32Array(ROWS * ROW_COUNTERS);
  // Nobody who does not know them can make names that meet.
  const seeds = [randomInt(2 ** 32), randomInt(2 ** 32)] as const;
  const windowMs = windowSeconds * 1_000;
  let startMs = Number.NEGATIVE_INFINITY;
  const renew = (nowMs: number) => {
    // A clock that was set back begins a window, too.
    if (nowMs >= startMs && nowMs - startMs < windowMs) return;
    counters.fill(0);
    startMs = nowMs;
  };
  return {
    slotsOf: (name) => {
      const [first, second] = [hash(name, seeds[0]), hash(name, seeds[1])];
      const slots: number[] = [];
      for (let row = 0; row < ROWS; row++)
        slots.push(row * ROW_COUNTERS + (((first + row * second) >>> 0) % ROW_COUNTERS));
      return slots;
    },
    countOf: (slots, nowMs) => {
      renew(nowMs);
      let least = Number.POSITIVE_INFINITY;
      for (const slot of slots) least = Math.min(least, counters[slot] ?? 0);
      return least;
    },
    add: (slots, count, nowMs) => {
      renew(nowMs);
      for (const slot of slots) counters[slot] = (counters[slot] ?? 0) + count;
    },
    secondsLeft: (nowMs) => {
      renew(nowMs);
      return Math.max(1, Math.ceil((startMs + windowMs - nowMs) / 1_000));
    },
  };
}

/** Two rounds of a multiplicative hash over UTF-16 units, and a final mixing. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x9e3779b1);
    value ^= value >>> 15;
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}
