import type { Pool } from "pg";
import type { ProjectId } from "@/lib/kernel/brand";
import type { AppendReceipt } from "@/lib/pipeline/log/event-log";
import type { IncomingEvent } from "@/lib/pipeline/source/event";
import { isDataFault, isMissingPartition, toStorageError } from "@/lib/postgres/errors";
import { type AppendMemory, appendGroup } from "@/lib/postgres/event-log/append-group";
import { PeopleCache } from "@/lib/postgres/event-log/people-cache";
import type { PeopleMemory } from "@/lib/postgres/event-log/people-memory";
import { Taxonomy } from "@/lib/postgres/event-log/taxonomy";
import { createPartitions } from "@/lib/postgres/partitions";

interface Waiting {
  readonly events: readonly IncomingEvent[];
  readonly resolve: (receipt: AppendReceipt) => void;
  readonly reject: (error: unknown) => void;
}

/** Events in one transaction at most; a single request may be larger. */
const GROUP_EVENTS_MAX = 5_000;

/**
 * Group commit for one project: while one transaction is being written, further requests gather for the next.
 * A request is answered only after its commit; one that cannot be stored fails alone.
 */
export class Appender {
  readonly #pool: Pool;
  readonly #project: ProjectId;
  readonly #memory: AppendMemory;
  #queue: Waiting[] = [];
  #running = false;

  constructor(pool: Pool, project: ProjectId, people: PeopleMemory) {
    this.#memory = { people: new PeopleCache(people), taxonomy: new Taxonomy() };
    this.#pool = pool;
    this.#project = project;
  }

  /** True when nothing is being written, nor waits for it. */
  get idle(): boolean {
    return !this.#running;
  }

  /** Forgets what it keeps in memory. MUST be idle, and is not used again. */
  close(): void {
    this.#memory.people.clear();
  }

  append(events: readonly IncomingEvent[]): Promise<AppendReceipt> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ events, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#queue.length > 0) await this.#commit(this.#takeGroup());
    this.#running = false;
  }

  #takeGroup(): readonly Waiting[] {
    let events = 0;
    let count = 0;
    for (const waiting of this.#queue) {
      events += waiting.events.length;
      if (count > 0 && events > GROUP_EVENTS_MAX) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      const stored = await this.#store(group.flatMap((waiting) => waiting.events));
      let start = 0;
      for (const { events, resolve } of group) {
        const fresh = stored.slice(start, start + events.length).filter(Boolean).length;
        start += events.length;
        resolve({ stored: fresh, duplicates: events.length - fresh });
      }
    } catch (error) {
      if (isDataFault(error) && group.length > 1) {
        for (const waiting of group) await this.#commit([waiting]);
        return;
      }
      const failure = toStorageError(error);
      for (const { reject } of group) reject(failure);
    }
  }

  async #store(events: readonly IncomingEvent[]): Promise<readonly boolean[]> {
    const append = () => appendGroup(this.#pool, this.#project, events, this.#memory);
    try {
      return await append();
    } catch (error) {
      if (!isMissingPartition(error)) throw error;
      await createPartitions(this.#pool);
      return append();
    }
  }
}
