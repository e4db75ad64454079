import type { Pool, PoolClient } from "pg";
import { SearchBook } from "@/lib/engine/store/search/search-book";
import {
  type SearchedProperties,
  searchAnew,
  searchedProperties,
} from "@/lib/engine/store/search/searched-properties";
import type { Offset, ProjectId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import { breather } from "@/lib/platform/breather";
import { UnknownCommit } from "@/lib/platform/postgres/errors";
import { inTransaction } from "@/lib/platform/postgres/pool";
import { findDuplicates } from "./duplicates";
import type { PeopleCache } from "./people-cache";
import type { PreparedEvent } from "./prepare-events";
import { countAccepted } from "./side-writes";
import { type Append, storeEvents } from "./store-events";
import type { Taxonomy } from "./taxonomy";

// One transaction per group of requests. MUST hold the project's head row from its first statement to the commit:
// that makes offsets dense and in commit order, and everything read in between (duplicates, people) stay true.

export interface AppendMemory {
  readonly people: PeopleCache;
  readonly taxonomy: Taxonomy;
  searched: SearchedProperties;
}

/** What one transaction may take: the database's and the process's time, and others of the project wait for its end. */
export interface AppendBounds {
  readonly deadlineMs: number;
  /** After it no further part is written. */
  readonly writingMsMax: number;
}

/** The place in the log where the first of a group's new events stands, if the group was committed. */
interface AppendedAt {
  readonly offset: Offset;
  readonly uuid: string;
}

/** The group may have been committed: `at` tells, and then `stored` is what appendGroup would have returned. */
export class UnknownAppend extends Error {
  override readonly name = "UnknownAppend";
  readonly at: AppendedAt;
  readonly stored: readonly boolean[];

  constructor(at: AppendedAt, stored: readonly boolean[], cause: UnknownCommit) {
    super(cause.message, { cause });
    this.at = at;
    this.stored = stored;
  }
}

/**
 * Appends as many of the events as one transaction may take, in their order and at least one. Returns of each of those
 * whether it was stored (false: a duplicate). On any failure `memory` is emptied and nothing is stored; unless it is
 * UnknownAppend, when that is not known.
 */
export async function appendGroup(
  pool: Pool,
  project: ProjectId,
  events: readonly PreparedEvent[],
  memory: AppendMemory,
  { deadlineMs, writingMsMax }: AppendBounds,
): Promise<readonly boolean[]> {
  let head = 0 as Offset;
  let nowMs = 0;
  let stored: readonly boolean[] = [];
  let first: PreparedEvent | undefined;
  const over = new AbortController();
  // Whoever has breathed may wake after the deadline, and MUST NOT touch the memory of the next transaction.
  const breathe = () => breather.breathe()?.then(() => over.signal.throwIfAborted()) ?? null;
  try {
    const work = async (client: PoolClient) => {
      const locked = await lockHead(client, project);
      ({ head, nowMs } = locked);
      memory.people.begin(head);
      const search = await bookOfSearch(client, project, locked, memory);
      const append: Append = { client, project, head, nowMs, memory, search, breathe };
      const isNew = await withoutDuplicates(append, events);
      const fresh = events.filter((_, index) => isNew[index]);
      [first] = fresh;
      const { count, limited } = await storeEvents(append, fresh, writingMsMax);
      stored = isNew.slice(0, endOf(isNew, count));
      const incoming = events.slice(0, stored.length).map(({ event }) => event);
      await countAccepted(client, project, incoming, stored, limited, nowMs);
    };
    await inTransaction(pool, work, { deadlineMs });
    memory.people.committed(head + countOf(stored));
    memory.taxonomy.committed(nowMs);
    return stored;
  } catch (error) {
    over.abort();
    memory.people.clear();
    memory.taxonomy.discard();
    if (!(error instanceof UnknownCommit)) throw error;
    // Only duplicates: there was nothing to be stored.
    if (first === undefined) return stored;
    const at = { offset: (head + 1) as Offset, uuid: first.uuid };
    throw new UnknownAppend(at, stored, error);
  }
}

const countOf = (stored: readonly boolean[]): number => stored.filter(Boolean).length;

/** How many of the events come before the one that is new and not among the first `count` new ones. */
function endOf(isNew: readonly boolean[], count: number): number {
  let seen = 0;
  const end = isNew.findIndex((each) => each && ++seen > count);
  return end === -1 ? isNew.length : end;
}

/**
 * Whether a group whose commit was not confirmed is in the log. Waits for its transaction to end: while it can still
 * commit, it holds the head. Rejects when that cannot be told now.
 */
export function wasAppended(
  pool: Pool,
  project: ProjectId,
  { offset, uuid }: AppendedAt,
  deadlineMs: number,
): Promise<boolean> {
  const look = async (client: PoolClient) => {
    await lockHead(client, project);
    const { rows } = await client.query<{ readonly uuid: string }>(
      'SELECT uuid FROM events WHERE project_id = $1 AND "offset" = $2',
      [project, offset],
    );
    return rows[0]?.uuid === uuid;
  };
  return inTransaction(pool, look, { deadlineMs });
}

interface Head {
  readonly head: Offset;
  /** The database's clock: a process's own may be days off, and days decide partitions and duplicates. */
  readonly nowMs: number;
  readonly searchVersion: number;
  readonly searchOffset: Offset;
}

async function lockHead(client: PoolClient, project: ProjectId): Promise<Head> {
  const { rows } = await client.query<Head>({
    name: "lock-head",
    text: `SELECT last_offset AS head, (extract(epoch FROM now()) * 1000)::bigint AS "nowMs",
             search_version AS "searchVersion", search_offset AS "searchOffset"
           FROM log_heads WHERE project_id = $1 FOR UPDATE`,
    values: [project],
  });
  const row = rows[0];
  if (row === undefined) throw new AppError("not_found", `Project ${project} does not exist`);
  return row;
}

async function bookOfSearch(
  client: PoolClient,
  project: ProjectId,
  { head, searchVersion, searchOffset }: Head,
  memory: AppendMemory,
): Promise<SearchBook> {
  memory.searched = await searchedProperties(client, project, searchVersion, memory.searched);
  // Somebody has appended who keeps no search_values.
  if (searchOffset !== head) await searchAnew(client, project);
  return new SearchBook(memory.searched);
}

/** Of each event: false where it repeats one of the last seven days or of this group. */
async function withoutDuplicates(
  { client, project, nowMs }: Append,
  events: readonly PreparedEvent[],
): Promise<readonly boolean[]> {
  const unique = new Set(events.flatMap(({ keys }) => keys));
  const seen = new Set(await findDuplicates(client, project, [...unique], nowMs));
  return events.map(({ keys }) => {
    const isNew = !keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    return isNew;
  });
}
