import { type Clock, systemClock } from "@/lib/kernel/clock";
import { AppError } from "@/lib/kernel/errors";

const WINDOW_MS = 15 * 60_000;
const KEYS_MAX = 10_000;

interface Failures {
  count: number;
  readonly since: number;
}

/** Counts failures by key in a window of 15 minutes. Memory is bounded: the oldest key makes room. */
export class Throttle {
  readonly #failures = new Map<string, Failures>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws AppError `rate_limited` once a key has failed `max` times. */
  check(key: string, max: number): void {
    const failures = this.#current(key);
    if (failures === undefined || failures.count < max) return;
    const minutes = Math.ceil((failures.since + WINDOW_MS - this.#clock.now()) / 60_000);
    throw new AppError("rate_limited", `Too many failed attempts: try again in ${minutes} minutes`);
  }

  failed(key: string): void {
    const failures = this.#current(key) ?? { count: 0, since: this.#clock.now() };
    failures.count++;
    this.#failures.delete(key);
    this.#failures.set(key, failures);
    const oldest = this.#failures.keys().next();
    if (this.#failures.size > KEYS_MAX && !oldest.done) this.#failures.delete(oldest.value);
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }

  #current(key: string): Failures | undefined {
    const failures = this.#failures.get(key);
    if (failures === undefined || this.#clock.now() - failures.since < WINDOW_MS) return failures;
    this.#failures.delete(key);
    return undefined;
  }
}

// Next loads a module once per route; the counts must be one per process.
const shared = globalThis as typeof globalThis & { tributaryThrottle?: Throttle };

export function processThrottle(): Throttle {
  shared.tributaryThrottle ??= new Throttle(systemClock);
  return shared.tributaryThrottle;
}
