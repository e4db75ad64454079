import type { Pool } from "pg";
import type { AppendLoad, AppendReceipt } from "@/lib/engine/pipeline/log/event-log";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import { NOTHING_SEARCHED } from "@/lib/engine/store/search/searched-properties";
import type { ProjectId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import { isOutage, toStorageError } from "@/lib/platform/postgres/errors";
import type { AppendMemory } from "./append-group";
import { APPEND_LIMITS, type AppendLimits } from "./append-limits";
import { PendingRequest } from "./pending-request";
import { PeopleCache } from "./people-cache";
import type { PeopleMemory } from "./people-memory";
import { prepareEvents } from "./prepare-events";
import { storeGroup } from "./store-group";
import { type NewNames, Taxonomy } from "./taxonomy";

/**
 * Group commit for one project: while one transaction is being written, further requests gather for the next, first
 * come, first served; when they are more than one group, those whose clients have left go last. A request that is too
 * large for one transaction is written in several, and a group of others has its turn between any two. A request is
 * answered only after its last commit; one that cannot be stored fails alone.
 */
export class Appender {
  readonly #pool: Pool;
  readonly #project: ProjectId;
  readonly #limits: AppendLimits;
  readonly #memory: AppendMemory;
  #queue: PendingRequest[] = [];
  /** Those of which a part is committed. */
  readonly #begun: PendingRequest[] = [];
  /** Of what is in either. */
  #queueBytes = 0;
  #running = false;

  constructor(pool: Pool, project: ProjectId, people: PeopleMemory, limits = APPEND_LIMITS) {
    this.#memory = {
      people: new PeopleCache(people),
      taxonomy: new Taxonomy(),
      searched: NOTHING_SEARCHED,
    };
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
    const request = new PendingRequest(events, load);
    this.#queue.push(request);
    this.#queueBytes += bytes;
    if (!this.#running) void this.#run();
    return request.receipt;
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#queue.length > 0 || this.#begun.length > 0) {
      this.#refuseLate();
      const begun = this.#begun.shift();
      if (begun !== undefined) this.#queueBytes -= begun.load.bytes;
      await this.#commit(this.#takeGroup(begun !== undefined), new Map());
      if (begun !== undefined) await this.#commit([begun], begun.names);
    }
    this.#running = false;
  }

  /** Those behind a database that does not answer: their clients have given up, or will before it is their turn. */
  #refuseLate(): void {
    const latestMs = performance.now() - this.#limits.requestMsMax;
    const isLate = ({ sinceMs }: PendingRequest) => sinceMs <= latestMs;
    this.#refuse(isLate, "The database cannot take events fast enough now");
  }

  /** Nothing of them is stored. */
  #refuse(which: (request: PendingRequest) => boolean, why: string): void {
    const [refused, kept] = parted(this.#queue, which);
    if (refused.length === 0) return;
    this.#queue = kept;
    for (const request of refused) {
      this.#queueBytes -= request.load.bytes;
      request.fail(new AppError("unavailable", why));
    }
  }

  /** Beside a request that is begun none that is as large is begun: nothing then. */
  #takeGroup(isBesideBegun: boolean): readonly PendingRequest[] {
    const isSmall = ({ load }: PendingRequest) => load.bytes <= this.#limits.groupBytesMax;
    if (isBesideBegun) this.#queue = parted(this.#queue, isSmall).flat();
    if (this.#groupLength() < this.#queue.length) {
      this.#queue = parted(this.#queue, ({ load }) => load.isAwaited()).flat();
    }
    const [first] = this.#queue;
    if (isBesideBegun && first !== undefined && !isSmall(first)) return [];
    return this.#take(this.#groupLength());
  }

  /** How many of the queue make one group: at least one. */
  #groupLength(): number {
    const { groupEventsMax, groupBytesMax } = this.#limits;
    let events = 0;
    let bytes = 0;
    let count = 0;
    for (const { rest, load } of this.#queue) {
      events += rest.length;
      bytes += load.bytes;
      if (count > 0 && (events > groupEventsMax || bytes > groupBytesMax)) break;
      count += 1;
    }
    return count;
  }

  #take(count: number): readonly PendingRequest[] {
    const taken = this.#queue.splice(0, count);
    for (const { load } of taken) this.#queueBytes -= load.bytes;
    return taken;
  }

  /** Stores what one transaction may take of the group, and puts back what is left of it. */
  async #commit(group: readonly PendingRequest[], names: NewNames): Promise<void> {
    const [first] = group;
    if (first === undefined) return;
    const isAlone = group.length === 1;
    try {
      const events = isAlone ? first.rest : group.flatMap(({ rest }) => rest);
      const charsMax = isAlone ? this.#limits.groupBytesMax : Number.POSITIVE_INFINITY;
      const prepared = await prepareEvents(events, charsMax);
      this.#memory.taxonomy.begin(names);
      const stored = await storeGroup(
        this.#pool,
        this.#project,
        prepared,
        this.#memory,
        this.#limits,
      );
      this.#committed(group, names, stored);
    } catch (error) {
      if (!isAlone && !concernsAll(error)) {
        const half = Math.ceil(group.length / 2);
        await this.#commit(group.slice(0, half), names);
        await this.#commit(group.slice(half), names);
        return;
      }
      const failure = toStorageError(error);
      for (const request of group) request.fail(failure);
    }
  }

  #committed(group: readonly PendingRequest[], names: NewNames, stored: readonly boolean[]): void {
    const untouched: PendingRequest[] = [];
    let start = 0;
    for (const request of group) {
      const part = stored.slice(start, start + request.rest.length);
      start += part.length;
      if (request.committed(part, names)) continue;
      this.#queueBytes += request.load.bytes;
      if (request.isBegun) this.#begun.push(request);
      else untouched.push(request);
    }
    this.#queue.unshift(...untouched);
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
