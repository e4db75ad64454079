import type { Pool } from "pg";
import type { AppendLoad, AppendReceipt } from "@/lib/engine/pipeline/log/event-log";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import type { ProjectId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import { isOutage, toStorageError } from "@/lib/platform/postgres/errors";
import type { AppendMemory } from "./append-group";
import { APPEND_LIMITS, type AppendLimits } from "./append-limits";
import { PeopleCache } from "./people-cache";
import type { PeopleMemory } from "./people-memory";
import { storeGroup } from "./store-group";
import { Taxonomy } from "./taxonomy";

interface Waiting {
  readonly events: readonly IncomingEvent[];
  readonly load: AppendLoad;
  readonly sinceMs: number;
  readonly resolve: (receipt: AppendReceipt) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit for one project: while one transaction is being written, further requests gather for the next, first
 * come, first served; when they are more than one group, those whose clients have left go last. A request is answered only after its commit; one that cannot be stored fails alone.
 */
export class Appender {
  readonly #pool: Pool;
  readonly #project: ProjectId;
  readonly #limits: AppendLimits;
  readonly #memory: AppendMemory;
  #queue: Waiting[] = [];
  #queueBytes = 0;
  #running = false;

  constructor(pool: Pool, project: ProjectId, people: PeopleMemory, limits = APPEND_LIMITS) {
    this.#memory = { people: new PeopleCache(people), taxonomy: new Taxonomy() };
    this.#pool = pool;
    this.#project = project;
    this.#limits = limits;
  }

  /** True when nothing is being written, nor waits for it. */
  get idle(): boolean {
    return !this.#running;
  }

  /** Forgets what it keeps in memory. MUST be idle, and is not used again. */
  close(): void {
    this.#memory.people.clear();
  }

  append(events: readonly IncomingEvent[], load = NO_LOAD): Promise<AppendReceipt> {
    const { bytes } = load;
    const isFull = () => this.#queueBytes + bytes > this.#limits.queueBytesMax;
    if (isFull()) this.#refuse(({ load: { isAwaited } }) => !isAwaited(), "The client has left");
    if (this.#queue.length > 0 && isFull())
      return Promise.reject(new AppError("unavailable", "Too many events wait to be stored"));
    return new Promise((resolve, reject) => {
      this.#queue.push({ events, load, sinceMs: performance.now(), resolve, reject });
      this.#queueBytes += bytes;
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#queue.length > 0) {
      this.#refuseLate();
      await this.#commit(this.#takeGroup());
    }
    this.#running = false;
  }

  /** Those behind a database that does not answer: their clients have given up, or will before it is their turn. */
  #refuseLate(): void {
    const latestMs = performance.now() - this.#limits.requestMsMax;
    const isLate = ({ sinceMs }: Waiting) => sinceMs <= latestMs;
    this.#refuse(isLate, "The database cannot take events fast enough now");
  }

  /** Nothing of them is stored. */
  #refuse(which: (waiting: Waiting) => boolean, why: string): void {
    const [refused, kept] = parted(this.#queue, which);
    if (refused.length === 0) return;
    this.#queue = kept;
    for (const { load, reject } of refused) {
      this.#queueBytes -= load.bytes;
      reject(new AppError("unavailable", why));
    }
  }

  #takeGroup(): readonly Waiting[] {
    if (this.#groupLength() < this.#queue.length) {
      this.#queue = parted(this.#queue, ({ load }) => load.isAwaited()).flat();
    }
    return this.#take(this.#groupLength());
  }

  /** How many of the queue make one group: at least one. */
  #groupLength(): number {
    const { groupEventsMax, groupBytesMax } = this.#limits;
    let events = 0;
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#queue) {
      events += waiting.events.length;
      bytes += waiting.load.bytes;
      if (count > 0 && (events > groupEventsMax || bytes > groupBytesMax)) break;
      count += 1;
    }
    return count;
  }

  #take(count: number): readonly Waiting[] {
    const taken = this.#queue.splice(0, count);
    for (const { load } of taken) this.#queueBytes -= load.bytes;
    return taken;
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    if (group.length === 0) return;
    try {
      const stored = await storeGroup(
        this.#pool,
        this.#project,
        group.flatMap((waiting) => waiting.events),
        this.#memory,
        this.#limits,
      );
      let start = 0;
      for (const { events, resolve } of group) {
        const fresh = stored.slice(start, start + events.length).filter(Boolean).length;
        start += events.length;
        resolve({ stored: fresh, duplicates: events.length - fresh });
      }
    } catch (error) {
      if (group.length > 1 && !concernsAll(error)) {
        const half = Math.ceil(group.length / 2);
        await this.#commit(group.slice(0, half));
        await this.#commit(group.slice(half));
        return;
      }
      const failure = toStorageError(error);
      for (const { reject } of group) reject(failure);
    }
  }
}

/** Those that pass and those that do not, each in their order. */
function parted<T>(all: readonly T[], passes: (one: T) => boolean): [T[], T[]] {
  const parts: [T[], T[]] = [[], []];
  for (const one of all) parts[passes(one) ? 0 : 1].push(one);
  return parts;
}

const NO_LOAD: AppendLoad = { bytes: 0, isAwaited: () => true };

/** False when one request's events may be the reason: the others MUST NOT fail with it. */
const concernsAll = (error: unknown): boolean =>
  isOutage(error) || (error instanceof AppError && error.code !== "too_large");
