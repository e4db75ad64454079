import type { Clock } from "@/lib/kernel/clock";
import type { EventLog } from "@/lib/pipeline/log/event-log";

type Appending = Pick<EventLog, "append">;

/** What this process knows of its appends. Times are epoch milliseconds of its clock. */
export interface AppendFacts {
  /** The append that has been waiting longest; null when none is under way. */
  readonly oldest: { readonly projectId: number; readonly sinceMs: number } | null;
  /** When the last append was stored; null when none was yet. */
  readonly storedMs: number | null;
}

/** Looks on while requests are stored, so that health can tell an append that does not end. */
export class AppendWatch {
  readonly #clock: Clock;
  /** In the order in which they began. */
  readonly #running = new Map<symbol, { readonly projectId: number; readonly sinceMs: number }>();
  #storedMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  facts(): AppendFacts {
    const [oldest] = this.#running.values();
    return { oldest: oldest ?? null, storedMs: this.#storedMs };
  }

  /** The same log, looked on. */
  over(log: Appending): Appending {
    return {
      append: async (projectId, events) => {
        const key = Symbol();
        this.#running.set(key, { projectId, sinceMs: this.#clock.now() });
        try {
          const receipt = await log.append(projectId, events);
          this.#storedMs = this.#clock.now();
          return receipt;
        } finally {
          this.#running.delete(key);
        }
      },
    };
  }
}
