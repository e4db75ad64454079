import type { Pool } from "pg";
import type { AppendReceipt } from "@/lib/engine/pipeline/log/event-log";
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
  readonly bytes: number;
  readonly sinceMs: number;
  readonly resolve: (receipt: AppendReceipt) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit for one project: while one transaction is being written, further requests gather for the next, first
 * come, first served. A request is answered only after its commit; one that cannot be stored fails alone.
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

  /** `bytes`: the payload as received. */
  append(events: readonly IncomingEvent[], bytes = 0): Promise<AppendReceipt> {
    if (this.#queue.length > 0 && this.#queueBytes + bytes > this.#limits.queueBytesMax)
      return Promise.reject(new AppError("unavailable", "Too many events wait to be stored"));
    return new Promise((resolve, reject) => {
      this.#queue.push({ events, bytes, sinceMs: performance.now(), resolve, reject });
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
    const firstInTime = this.#queue.findIndex(({ sinceMs }) => sinceMs > latestMs);
    for (const { reject } of this.#take(firstInTime < 0 ? this.#queue.length : firstInTime))
      reject(new AppError("unavailable", "The database cannot take events fast enough now"));
  }

  #takeGroup(): readonly Waiting[] {
    const { groupEventsMax, groupBytesMax } = this.#limits;
    let events = 0;
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#queue) {
      events += waiting.events.length;
      bytes += waiting.bytes;
      if (count > 0 && (events > groupEventsMax || bytes > groupBytesMax)) break;
      count += 1;
    }
    return this.#take(count);
  }

  #take(count: number): readonly Waiting[] {
    const taken = this.#queue.splice(0, count);
    for (const { bytes } of taken) this.#queueBytes -= bytes;
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

/** False when one request's events may be the reason: the others MUST NOT fail with it. */
const concernsAll = (error: unknown): boolean =>
  isOutage(error) || (error instanceof AppError && error.code !== "too_large");
