import { type Clock, type MonotonicClock, systemClock } from "@/lib/kernel/clock";

/** Differences below this are the network's and the scheduler's. */
const LEAP_MS_MIN = 1_000;
/** What it was told lately, a word each second: the one that was least late on its way is the truest. */
const WORDS_KEPT = 60;

/**
 * The database's clock as the workers keep it: all of them stamp and wait by the same one, whatever their hosts' clocks
 * do. Told the time at every heartbeat, it runs on by itself between.
 */
export class DatabaseClock implements MonotonicClock {
  readonly #monotonic: () => number;
  readonly sleep: Clock["sleep"];
  /** The database's time minus the monotonic one, as it was told lately; each too small by what the word took to come. */
  #offsetsMs: readonly number[] = [];

  constructor(
    monotonic: () => number = () => performance.now(),
    sleep: Clock["sleep"] = systemClock.sleep,
  ) {
    this.#monotonic = monotonic;
    this.sleep = sleep;
  }

  now(): number {
    if (this.#offsetsMs.length === 0) return systemClock.now();
    return Math.round(this.#monotonic() + Math.max(...this.#offsetsMs));
  }

  monotonic(): number {
    return this.#monotonic();
  }

  /** By how many ms the database's clock, which says `databaseNowMs`, was set since it was last told; 0 when it was not. */
  leapTo(databaseNowMs: number): number {
    if (this.#offsetsMs.length === 0) return 0;
    const leapMs = databaseNowMs - this.now();
    return Math.abs(leapMs) < LEAP_MS_MIN ? 0 : leapMs;
  }

  follow(databaseNowMs: number): void {
    const kept = this.leapTo(databaseNowMs) === 0 ? this.#offsetsMs : [];
    this.#offsetsMs = [...kept, databaseNowMs - this.#monotonic()].slice(-WORDS_KEPT);
  }
}
