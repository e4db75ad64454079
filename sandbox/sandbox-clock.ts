import type { Clock } from "@/lib/kernel/clock";

/** A workspace's own time: the real one, shifted, or frozen. Only what is stamped and expired follows it. */
export class SandboxClock {
  readonly #base: Clock;
  #offsetMs = 0;
  #frozenAt: number | undefined;

  constructor(base: Clock) {
    this.#base = base;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#frozenAt ?? this.#base.now() + this.#offsetMs;
  }

  freeze(atMs: number): void {
    this.#frozenAt = atMs;
  }

  advance(ms: number): void {
    if (this.#frozenAt === undefined) this.#offsetMs += ms;
    else this.#frozenAt += ms;
  }

  /** Back to the real time. */
  release(): void {
    this.#frozenAt = undefined;
    this.#offsetMs = 0;
  }
}
