import { AppError } from "@/lib/kernel/errors";

/** Whether a browser, or a session, has proved before that it is somebody's. */
export type Asker = "known" | "stranger";

/** How many may wait: at 25 ms each, little more than a second. */
const WAITING_MAX = { known: 50, stranger: 50 } as const;

/** One work at a time. Whom we know goes before strangers, and strangers never take their places. */
export class Turns {
  readonly #waiting: Record<Asker, (() => void)[]> = { known: [], stranger: [] };
  #busy = false;

  /** Throws AppError `rate_limited` when too many of the same kind wait. */
  async take<T>(who: Asker, work: () => Promise<T>): Promise<T> {
    if (this.#busy) await this.#wait(who);
    this.#busy = true;
    try {
      return await work();
    } finally {
      const next = this.#waiting.known.shift() ?? this.#waiting.stranger.shift();
      // Handed on, not given up: nobody else may begin before the next one wakes.
      if (next === undefined) this.#busy = false;
      else next();
    }
  }

  #wait(who: Asker): Promise<void> {
    const line = this.#waiting[who];
    if (line.length >= WAITING_MAX[who]) {
      const message = "Too many people sign in now: try again in a few seconds";
      throw new AppError("rate_limited", message);
    }
    return new Promise((resolve) => line.push(resolve));
  }
}
