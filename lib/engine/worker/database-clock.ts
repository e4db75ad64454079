import { type Clock, type MonotonicClock, systemClock } from "@/lib/kernel/clock";

/** Differences below this are the network's and the scheduler's. */
const LEAP_MS_MIN = 1_000;

/**
 * The database's clock as the workers keep it: all of them stamp and wait by the same one, whatever their hosts' clocks
 * do. Told the time at every heartbeat, it runs on by itself between.
 */
export class DatabaseClock implements MonotonicClock {
  readonly #monotonic: () => number;
  readonly sleep: Clock["sleep"];
  /** The database's time minus the monotonic one; null before the first heartbeat. */
  #offsetMs: number | null = null;

  constructor(
    monotonic: () => number = () => performance.now(),
    sleep: Clock["sleep"] = systemClock.sleep,
  ) {
    this.#monotonic = monotonic;
    this.sleep = sleep;
  }

  now(): number {
    if (this.#offsetMs === null) return systemClock.now();
    return Math.round(this.#monotonic() + this.#offsetMs);
  }

  monotonic(): number {
    return this.#monotonic();
  }

  /** By how many ms the database's clock, which says `databaseNowMs`, was set since it was last told; 0 when it was not. */
  leapTo(databaseNowMs: number): number {
    if (this.#offsetMs === null) return 0;
    const leapMs = databaseNowMs - this.now();
    return Math.abs(leapMs) < LEAP_MS_MIN ? 0 : leapMs;
  }

  follow(databaseNowMs: number): void {
    if (this.#offsetMs === null || this.leapTo(databaseNowMs) !== 0) {
      this.#offsetMs = databaseNowMs - this.#monotonic();
    }
  }
}
