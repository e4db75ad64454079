import { dedupeKey } from "@/lib/engine/pipeline/source/dedupe-key";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import type { ClaimedBackfill } from "@/lib/engine/store/backfill/backfill-row";
import { stopIfAsked } from "@/lib/engine/store/backfill/checkpoint";
import {
  broughtBefore,
  broughtUnnoted,
  writeBrought,
} from "@/lib/engine/store/backfill/known-events";
import { hashDedupeKey } from "@/lib/engine/store/event-log/duplicates";
import { AppError } from "@/lib/kernel/errors";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import type { BackfillPorts } from "./backfill-ports";

/** Of the time, so much is spent on appending: the rest is for live traffic, which takes the same locks. */
const BUSY_SHARE = 0.25;

/** What appending some events did. */
interface Appended {
  readonly added: number;
  readonly known: number;
}

/**
 * Brings a claimed backfill's events into the log, each once: those that any backfill has brought before are left out,
 * and what was brought by this one when it was broken off is found again by its `insert_id`.
 */
export class HistoryAppender {
  readonly #ports: BackfillPorts;
  readonly #claim: ClaimedBackfill;
  /** Brought when the backfill was broken off, and not counted. */
  #unnoted: number | null = null;

  constructor(ports: BackfillPorts, claim: ClaimedBackfill) {
    this.#ports = ports;
    this.#claim = claim;
  }

  /**
   * Appends the events in their order, and notes with them how far the backfill has come: `set` is SQL that may use what
   * was added ($3) and known ($4); its values are $5, $6 … Then it waits for live traffic's sake.
   */
  async append(
    events: readonly IncomingEvent[],
    set: string,
    values: readonly unknown[],
  ): Promise<void> {
    const { pool, clock, stop } = this.#ports;
    stopIfAsked(stop);
    const startedMs = performance.now();
    this.#unnoted ??= await broughtUnnoted(pool, this.#claim);
    const keys = events.map(keyOf);
    const before = await broughtBefore(pool, this.#claim.projectId, keys);
    const fresh = events.filter((_, index) => !before.has(keys[index] as string));
    const { added, known } = await this.#store(fresh);
    const counts = [added + this.#unnoted, known - this.#unnoted + (events.length - fresh.length)];
    await writeBrought(pool, this.#claim, keys, set, [...counts, ...values]);
    this.#unnoted = 0;
    const busyMs = performance.now() - startedMs;
    await clock.sleep((busyMs * (1 - BUSY_SHARE)) / BUSY_SHARE, stop);
  }

  /** What can never be stored is left out alone. */
  async #store(events: readonly IncomingEvent[]): Promise<Appended> {
    if (events.length === 0) return { added: 0, known: 0 };
    const bytes = events.reduce((sum, { payload }) => sum + stringifyJson(payload).length, 0);
    try {
      const load = { bytes, isAwaited: () => true };
      const { stored, duplicates } = await this.#ports.log.append(
        this.#claim.projectId,
        events,
        load,
      );
      return { added: stored, known: duplicates };
    } catch (error) {
      if (!(error instanceof AppError) || !NEVER.has(error.code)) throw error;
      if (events.length === 1) return { added: 0, known: 0 };
      const half = Math.ceil(events.length / 2);
      const first = await this.#store(events.slice(0, half));
      const second = await this.#store(events.slice(half));
      return { added: first.added + second.added, known: first.known + second.known };
    }
  }
}

const NEVER: ReadonlySet<string> = new Set(["invalid_input", "too_large"]);

/** Every event of history has an insert_id. */
function keyOf(event: IncomingEvent): string {
  const key = dedupeKey(event);
  if (key === null) throw new Error("an event of history has no insert_id");
  return hashDedupeKey(key);
}
