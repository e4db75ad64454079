/** How long one work computes before everything else of the process has its turn. */
const SLICE_MS = 10;

/** Null while there is time; else what to wait for before going on. */
export type Breathe = () => Promise<void> | null;

/** Shares the event loop among long works: a slice for one of them, then timers and sockets, then the next. */
export class Breather {
  readonly #waiting: (() => void)[] = [];
  readonly #monotonic: () => number;
  #sinceMs: number;

  /** `monotonic`: milliseconds of a clock that nobody sets. */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
    this.#sinceMs = monotonic();
  }

  readonly breathe: Breathe = () => {
    if (this.#monotonic() - this.#sinceMs < SLICE_MS) return null;
    return new Promise((resolve) => {
      if (this.#waiting.push(resolve) === 1) setImmediate(() => this.#next());
    });
  };

  #next(): void {
    const wake = this.#waiting.shift();
    if (this.#waiting.length > 0) setImmediate(() => this.#next());
    this.#sinceMs = this.#monotonic();
    wake?.();
  }
}

/** Of this process, which has one event loop. */
export const breather = new Breather(() => performance.now());
