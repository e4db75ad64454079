import type { Clock } from "@/lib/kernel/clock";
import { AppError } from "@/lib/kernel/errors";

const MINUTE_MS = 60_000;

/** At most so many calls in any minute and so many at once, by key. In memory: one web process has one public listener. */
export class CallLimit {
  readonly #calls = new Map<number, number[]>();
  readonly #running = new Map<number, number>();
  readonly #clock: Clock;
  readonly #limits: { readonly perMinute: number; readonly atOnce: number };

  constructor(clock: Clock, limits: { readonly perMinute: number; readonly atOnce: number }) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Runs the call, or throws AppError `rate_limited`. */
  async run<T>(key: number, call: () => Promise<T>): Promise<T> {
    const now = this.#clock.now();
    const recent = (this.#calls.get(key) ?? []).filter((at) => now - at < MINUTE_MS);
    const running = this.#running.get(key) ?? 0;
    const { perMinute, atOnce } = this.#limits;
    if (recent.length >= perMinute || running >= atOnce) {
      const message = `At most ${perMinute} calls a minute and ${atOnce} at once: wait a minute`;
      throw new AppError("rate_limited", message);
    }
    this.#calls.set(key, [...recent, now]);
    this.#running.set(key, running + 1);
    try {
      return await call();
    } finally {
      this.#running.set(key, (this.#running.get(key) ?? 1) - 1);
    }
  }
}
