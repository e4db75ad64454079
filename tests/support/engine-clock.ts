import type { MonotonicClock } from "@/lib/kernel/clock";

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Resolves when everything that can happen without time passing has happened. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock that the test moves; `run` moves it by itself whenever everybody sleeps. */
export class FakeClock implements MonotonicClock {
  #nowMs: number;
  #setByMs = 0;
  readonly #sleepers = new Set<Sleeper>();

  constructor(nowMs = Date.UTC(2026, 0, 15)) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs + this.#setByMs;
  }

  monotonic(): number {
    return this.#nowMs;
  }

  /** Somebody sets the time; nothing has passed. */
  leap(ms: number): void {
    this.#setByMs += ms;
  }

  get sleeping(): number {
    return this.#sleepers.size;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        atMs: this.#nowMs + ms,
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal?.removeEventListener("abort", sleeper.wake);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", sleeper.wake, { once: true });
    });
  }

  /** Lets `ms` pass, waking each sleeper at its time. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      await settled();
      const next = this.#next();
      if (next === null || next.atMs > untilMs) break;
      this.#wake(next);
    }
    this.#nowMs = untilMs;
  }

  /** The result of `work`; time jumps to the next sleeper whenever nothing else happens. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const ended = () => {
      done = true;
    };
    work.then(ended, ended);
    for (;;) {
      await settled();
      if (done) return work;
      const next = this.#next();
      if (next === null) throw new Error("stuck: the work waits for something that is not time");
      this.#wake(next);
    }
  }

  #next(): Sleeper | null {
    let next: Sleeper | null = null;
    for (const sleeper of this.#sleepers) {
      if (next === null || sleeper.atMs < next.atMs) next = sleeper;
    }
    return next;
  }

  #wake(sleeper: Sleeper): void {
    this.#nowMs = Math.max(this.#nowMs, sleeper.atMs);
    sleeper.wake();
  }
}
