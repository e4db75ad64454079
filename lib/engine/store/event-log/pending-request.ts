import type { AppendLoad, AppendReceipt } from "@/lib/engine/pipeline/log/event-log";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import { AppError } from "@/lib/kernel/errors";
import type { NewNames } from "./taxonomy";

/** A request whose events are to be stored, in one transaction or in several. */
export class PendingRequest {
  readonly load: AppendLoad;
  /** Since when it waits, by a clock that nobody sets. */
  readonly sinceMs = performance.now();
  /** Settles when all of it is committed, or when it is given up. */
  readonly receipt: Promise<AppendReceipt>;
  readonly #events: readonly IncomingEvent[];
  #settle!: {
    readonly resolve: (receipt: AppendReceipt) => void;
    readonly reject: (error: unknown) => void;
  };
  #names: NewNames = new Map();
  #done = 0;
  #stored = 0;

  constructor(events: readonly IncomingEvent[], load: AppendLoad) {
    this.#events = events;
    this.load = load;
    this.receipt = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  /** What is not committed yet. */
  get rest(): readonly IncomingEvent[] {
    return this.#done === 0 ? this.#events : this.#events.slice(this.#done);
  }

  get isBegun(): boolean {
    return this.#done > 0;
  }

  /** The names that it has brought. */
  get names(): NewNames {
    return this.#names;
  }

  /**
   * The next of its events are committed, each stored or a duplicate, in a group that brought these names. True when
   * those were the last: it is answered.
   */
  committed(stored: readonly boolean[], names: NewNames): boolean {
    this.#names = names;
    this.#done += stored.length;
    this.#stored += stored.filter(Boolean).length;
    if (this.#done < this.#events.length) return false;
    this.#settle.resolve({ stored: this.#stored, duplicates: this.#done - this.#stored });
    return true;
  }

  /** It is given up, for an error that speaks of its rest. */
  fail(error: unknown): void {
    this.#settle.reject(this.isBegun ? this.#partly(error) : error);
  }

  #partly(error: unknown): unknown {
    if (!(error instanceof AppError)) return error;
    const said = `The first ${this.#done} of ${this.#events.length} events are stored. ${error.message}`;
    if (error.code === "invalid_input") return new AppError("invalid_input", said);
    return error.status === 503 ? new AppError("partly_stored", said) : error;
  }
}
