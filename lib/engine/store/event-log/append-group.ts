import type { Pool, PoolClient } from "pg";
import { dedupeKey } from "@/lib/engine/pipeline/source/dedupe-key";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import { utcDay, utcWeek } from "@/lib/engine/store/partitions";
import type { Offset, ProjectId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import { type Breathe, breather } from "@/lib/platform/breather";
import { CopyText, copyInto, copyRow, timestamp } from "@/lib/platform/postgres/copy";
import { UnknownCommit } from "@/lib/platform/postgres/errors";
import { inTransaction } from "@/lib/platform/postgres/pool";
import { findDuplicates, hashDedupeKey } from "./duplicates";
import { EVENT_COLUMNS, eventRow, type RowBooks } from "./event-row";
import { STATE_COLUMNS } from "./keep-state";
import { loadProperties, partsOf } from "./load-properties";
import type { PeopleCache, PersonState } from "./people-cache";
import { type PeopleChanges, resolvePeople } from "./resolve-people";
import { countAccepted, writeDevices } from "./side-writes";
import type { Taxonomy } from "./taxonomy";
import { writePeople } from "./write-people";

// One transaction per group of requests. MUST hold the project's head row from its first statement to the commit:
// that makes offsets dense and in commit order, and everything read in between (duplicates, people) stay true.

export interface AppendMemory {
  readonly people: PeopleCache;
  readonly taxonomy: Taxonomy;
}

/** An event with the id it is stored under, however often that is tried. */
interface NewEvent {
  readonly event: IncomingEvent;
  readonly uuid: string;
}

/** One transaction, the head being locked. */
interface Append {
  readonly client: PoolClient;
  readonly project: ProjectId;
  /** The database's clock. */
  readonly nowMs: number;
  readonly memory: AppendMemory;
  readonly breathe: Breathe;
}

interface Fresh extends NewEvent {
  readonly key: string | null;
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
 * Appends the events in their order and returns, per event, whether it was stored (false: a duplicate).
 * On any failure `memory` is emptied and nothing is stored; unless it is UnknownAppend, when that is not known.
 */
export async function appendGroup(
  pool: Pool,
  project: ProjectId,
  events: readonly NewEvent[],
  memory: AppendMemory,
  deadlineMs: number,
): Promise<readonly boolean[]> {
  let head = 0 as Offset;
  let nowMs = 0;
  let entries: readonly (Fresh | null)[] = [];
  const over = new AbortController();
  // Whoever has breathed may wake after the deadline, and MUST NOT touch the memory of the next transaction.
  const breathe = () => breather.breathe()?.then(() => over.signal.throwIfAborted()) ?? null;
  try {
    const work = async (client: PoolClient) => {
      ({ head, nowMs } = await lockHead(client, project));
      memory.people.begin(head);
      const append = { client, project, nowMs, memory, breathe };
      entries = await withoutDuplicates(append, events);
      const fresh = entries.filter(isFresh);
      const limited =
        fresh.length > 0 ? await store(append, head, fresh) : new Set<IncomingEvent>();
      const incoming = events.map(({ event }) => event);
      await countAccepted(client, project, incoming, entries.map(isFresh), limited, nowMs);
    };
    await inTransaction(pool, work, { deadlineMs });
    memory.people.committed(head + entries.filter(isFresh).length);
    memory.taxonomy.committed(nowMs);
    return entries.map(isFresh);
  } catch (error) {
    over.abort();
    memory.people.clear();
    memory.taxonomy.discard();
    if (!(error instanceof UnknownCommit)) throw error;
    const first = entries.find(isFresh);
    // Only duplicates: there was nothing to be stored.
    if (first === undefined) return entries.map(isFresh);
    const at = { offset: (head + 1) as Offset, uuid: first.uuid };
    throw new UnknownAppend(at, entries.map(isFresh), error);
  }
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

const isFresh = (entry: Fresh | null): entry is Fresh => entry !== null;

interface Head {
  readonly head: Offset;
  /** The database's clock: a process's own may be days off, and days decide partitions and duplicates. */
  readonly nowMs: number;
}

async function lockHead(client: PoolClient, project: ProjectId): Promise<Head> {
  const { rows } = await client.query<Head>({
    name: "lock-head",
    text: `SELECT last_offset AS head, (extract(epoch FROM now()) * 1000)::bigint AS "nowMs"
           FROM log_heads WHERE project_id = $1 FOR UPDATE`,
    values: [project],
  });
  const row = rows[0];
  if (row === undefined) throw new AppError("not_found", `Project ${project} does not exist`);
  return row;
}

/** Each event that is new, in order; null where it repeats one of the last seven days or of this group. */
async function withoutDuplicates(
  { client, project, nowMs, breathe }: Append,
  events: readonly NewEvent[],
): Promise<readonly (Fresh | null)[]> {
  const keys: (string | null)[] = [];
  for (const { event } of events) {
    const pause = breathe();
    if (pause !== null) await pause;
    const key = dedupeKey(event);
    keys.push(key === null ? null : hashDedupeKey(key));
  }
  const unique = [...new Set(keys.filter((key) => key !== null))];
  const seen = new Set(await findDuplicates(client, project, unique, nowMs));
  return events.map((entry, index) => {
    const key = keys[index] ?? null;
    if (key !== null) {
      if (seen.has(key)) return null;
      seen.add(key);
    }
    return { ...entry, key };
  });
}

/** Returns the events that asked for more user properties than their person may have. */
async function store(
  { client, project, nowMs, memory, breathe }: Append,
  head: number,
  fresh: readonly Fresh[],
): Promise<ReadonlySet<IncomingEvent>> {
  const changes: PeopleChanges = { people: new Set(), devices: new Map() };
  const limited = new Set<IncomingEvent>();
  const incoming = fresh.map(({ event }) => event);
  const people = await resolvePeople(client, project, incoming, memory.people, changes);
  const day = utcDay(nowMs);
  for (const { start, end, needed } of partsOf(incoming, people, day)) {
    await loadProperties(client, needed, memory.people, breathe);
    const books: RowBooks = {
      people: changes.people,
      states: new CopyText(),
      limited,
      cache: memory.people,
      taxonomy: memory.taxonomy,
    };
    const rows = new CopyText();
    for (let index = start; index < end; index++) {
      const pause = breathe();
      if (pause !== null) await pause;
      const { event, uuid } = fresh[index] as Fresh;
      const place = { project, offset: (head + 1 + index) as Offset, day, uuid };
      rows.add(eventRow(place, event, people[index] as PersonState, books));
    }
    await copyInto(client, EVENT_COLUMNS, rows);
    if (!books.states.isEmpty) await copyInto(client, STATE_COLUMNS, books.states);
    await writePeople(client, project, changes.people, nowMs);
    changes.people.clear();
    memory.people.unload(needed);
  }
  const week = utcWeek(nowMs);
  const seenAt = timestamp(nowMs);
  const insertIds = fresh
    .filter(({ key }) => key !== null)
    .map(({ key }) => copyRow([project, week, key, seenAt]));
  if (insertIds.length > 0) {
    await copyInto(client, "insert_ids (project_id, week, key, received_at)", insertIds);
  }
  await writeDevices(client, project, changes.devices);
  await memory.taxonomy.write(client, project, nowMs);
  await moveHead(client, project, head + fresh.length);
  return limited;
}

/** Moves the head and, at the commit, wakes whoever reads this project. */
async function moveHead(client: PoolClient, project: ProjectId, head: number): Promise<void> {
  await client.query({
    name: "move-head",
    text: `WITH moved AS (UPDATE log_heads SET last_offset = $2 WHERE project_id = $1)
           SELECT pg_notify('tributary_log', $1::text)`,
    values: [project, head],
  });
}
