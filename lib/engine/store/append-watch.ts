import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import type { Clock } from "@/lib/kernel/clock";

type Appending = Pick<EventLog, "append">;

/** What this process knows of its appends. Times are epoch milliseconds of its clock. */
export interface AppendFacts {
  /** The append that has been waiting longest; null when none is under way. */
  readonly oldest: { readonly projectId: number; readonly sinceMs: number } | null;
  /** When the last append was stored; null when none was yet. */
  readonly storedMs: number | null;
  /** Since when uploads are refused because the memory for bodies is full; null when none was within the last minute. */
  readonly fullSinceMs: number | null;
}

const FULL_TOLD_MS = 60_000;

/** Looks on while requests are stored, so that health can tell an append that does not end. */
export class AppendWatch {
  readonly #clock: Clock;
  /** In the order in which they began. */
  readonly #running = new Map<symbol, { readonly projectId: number; readonly sinceMs: number }>();
  #storedMs: number | null = null;
  #full: { readonly sinceMs: number; readonly lastMs: number } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  facts(): AppendFacts {
    const [oldest] = this.#running.values();
    const fullSinceMs = this.#isFullLately() ? (this.#full?.sinceMs ?? null) : null;
    return { oldest: oldest ?? null, storedMs: this.#storedMs, fullSinceMs };
  }

  /** An upload was refused because the memory for bodies was full. */
  refusedForRoom(): void {
    const nowMs = this.#clock.now();
    const sinceMs = this.#isFullLately() ? (this.#full?.sinceMs ?? nowMs) : nowMs;
    this.#full = { sinceMs, lastMs: nowMs };
  }

  #isFullLately(): boolean {
    return this.#full !== null && this.#clock.now() - this.#full.lastMs < FULL_TOLD_MS;
  }

  /** The same log, looked on. */
  over(log: Appending): Appending {
    return {
      append: async (projectId, events, load) => {
        const key = Symbol();
        this.#running.set(key, { projectId, sinceMs: this.#clock.now() });
        try {
          const receipt = await log.append(projectId, events, load);
          this.#storedMs = this.#clock.now();
          return receipt;
        } finally {
          this.#running.delete(key);
        }
      },
    };
  }
}
