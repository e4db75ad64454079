import { once } from "node:events";
import { Worker as Thread } from "node:worker_threads";
import type { Pool } from "pg";
import { heartbeat } from "@/lib/engine/store/delivery/leases";
import type { Clock } from "@/lib/kernel/clock";

// Renewing a worker's leases beside its work: in a thread of its own, or, within another program, in its loop.

/** Renews until `signal` aborts, and resolves when no renewal runs any more. */
export type KeepLeases = (signal: AbortSignal) => Promise<void>;

export interface ThreadData {
  readonly databaseUrl: string;
  readonly workerId: string;
  readonly shared: SharedArrayBuffer;
  readonly limits: ThreadLimits;
}

/** When the thread ends the process, in ms. */
export interface ThreadLimits {
  /** Without a heartbeat for this long the process has lost its leases long ago, and is of no use. */
  readonly silent: number;
  readonly stuck: number;
  /** In the preparing of one event: far above what the budget of steps allows, on any machine. */
  readonly oneEvent: number;
}

export const THREAD_LIMITS: ThreadLimits = { silent: 30_000, stuck: 30_000, oneEvent: 10_000 };

/** What the main thread was preparing while it stood still. */
export interface Culprit {
  readonly syncId: number;
  readonly offset: number;
}

// Words of the shared memory: turns of the main thread's loop; the sync and the offset being prepared, 0 when none.
const TURNS = 0;
const SYNC = 1;
const OFFSET = 2;
const TURN_MS = 500;

/** The main thread's side: shows that its loop turns, and what it is preparing. */
export class LoopSign {
  readonly shared = new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT);
  readonly #words = new BigInt64Array(this.shared);

  constructor() {
    setInterval(() => Atomics.add(this.#words, TURNS, 1n), TURN_MS).unref();
  }

  preparing(syncId: number, offset: number): void {
    this.#words[SYNC] = BigInt(syncId);
    this.#words[OFFSET] = BigInt(offset);
  }

  prepared(): void {
    this.#words[OFFSET] = 0n;
  }
}

/** Where no thread watches. */
export const UNWATCHED = { preparing: () => undefined, prepared: () => undefined };

/** Between two looks: with more than this the whole process was stopped for a while, and nothing is known. */
const LOOK_MS_MAX = 8_000;

/** The other thread's side. */
export class LoopWatch {
  readonly #words: BigInt64Array;
  #seen = "";
  #sinceMs: number;
  #lookedMs: number;

  constructor(shared: SharedArrayBuffer, nowMs: number) {
    this.#words = new BigInt64Array(shared);
    this.#sinceMs = nowMs;
    this.#lookedMs = nowMs;
  }

  /** For how long the loop has not turned, with the same event being prepared, if any. `nowMs` is monotonic. */
  look(nowMs: number): { readonly stuckMs: number; readonly culprit: Culprit | null } {
    const [turns, syncId, offset] = this.#words;
    const seen = `${turns} ${syncId} ${offset}`;
    if (seen !== this.#seen || nowMs - this.#lookedMs > LOOK_MS_MAX) {
      this.#seen = seen;
      this.#sinceMs = nowMs;
    }
    this.#lookedMs = nowMs;
    const culprit =
      offset === 0n ? null : { syncId: Number(syncId ?? 0), offset: Number(offset ?? 0) };
    return { stuckMs: nowMs - this.#sinceMs, culprit };
  }
}

/** In a thread of this process: neither a busy loop nor a silent connection of the main thread loses the leases. */
export const keepLeasesInThread =
  (entry: URL, data: ThreadData): KeepLeases =>
  async (signal) => {
    const thread = new Thread(entry, { workerData: data });
    const ended = once(thread, "exit");
    if (!signal.aborted) {
      await Promise.race([once(signal, "abort"), ended]);
    }
    if (!signal.aborted) throw new Error("The heartbeat thread has ended");
    await thread.terminate();
  };

const BEAT_MS = 1_500;

/** In the caller's loop, for a bounded run inside another program. */
export const keepLeasesInLoop =
  (pool: Pool, workerId: string, clock: Clock, onError: (error: unknown) => void): KeepLeases =>
  async (signal) => {
    for (;;) {
      await clock.sleep(BEAT_MS, signal);
      if (signal.aborted) return;
      await heartbeat(pool, workerId).catch(onError);
    }
  };
