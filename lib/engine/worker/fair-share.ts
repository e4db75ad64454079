/** Long enough for every worker that can read a free shard to have claimed it: many ticks, and a lease that runs out. */
const UNCLAIMED_MS = 10_000;

/**
 * Among how many workers the shards are shared out. Whoever cannot read a sync (an older version beside a newer one)
 * leaves its shards, and the others would leave them too, once each has its share: what nobody claims for 10 s is taken
 * by counting one worker less, until workers come or go.
 */
export class FairShare {
  #live = 1;
  #unable = 0;
  #freeSinceMs: number | null = null;

  /** @param live workers that live, this one included */
  among(live: number): number {
    if (live !== this.#live) {
      this.#live = live;
      this.#unable = 0;
      this.#freeSinceMs = null;
    }
    return Math.max(1, live - this.#unable);
  }

  /** Notes whether, after claiming, a shard is nobody's. @param nowMs monotonic */
  afterClaim(isAnyFree: boolean, nowMs: number): void {
    if (!isAnyFree) {
      this.#freeSinceMs = null;
      return;
    }
    this.#freeSinceMs ??= nowMs;
    if (nowMs - this.#freeSinceMs < UNCLAIMED_MS) return;
    this.#unable += 1;
    this.#freeSinceMs = null;
  }
}
