/** A limiter that holds one second's worth of requests. */
export class TokenBucket {
  readonly perSecond: number;
  #tokens: number;
  #filledAt: number;

  /** @param now milliseconds */
  constructor(perSecond: number, now: number) {
    this.perSecond = perSecond;
    this.#tokens = this.#capacity();
    this.#filledAt = now;
  }

  /** Takes a token if there is one. */
  take(now: number): boolean {
    const gained = (Math.max(0, now - this.#filledAt) / 1000) * this.perSecond;
    this.#tokens = Math.min(this.#capacity(), this.#tokens + gained);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  #capacity(): number {
    return Math.max(1, this.perSecond);
  }
}
