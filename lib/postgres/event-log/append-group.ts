import type { Pool, PoolClient } from "pg";
import type { Offset, ProjectId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import { dedupeKey } from "@/lib/pipeline/source/dedupe-key";
import type { IncomingEvent } from "@/lib/pipeline/source/event";
import { copyInto, copyRow, timestamp } from "@/lib/postgres/copy";
import { findDuplicates, hashDedupeKey } from "@/lib/postgres/event-log/duplicates";
import { EVENT_COLUMNS, eventRow, type RowBooks } from "@/lib/postgres/event-log/event-row";
import { STATE_COLUMNS } from "@/lib/postgres/event-log/keep-state";
import { loadProperties, partsOf } from "@/lib/postgres/event-log/load-properties";
import type { PeopleCache } from "@/lib/postgres/event-log/people-cache";
import { type PeopleChanges, resolvePeople } from "@/lib/postgres/event-log/resolve-people";
import { countAccepted, writeDevices } from "@/lib/postgres/event-log/side-writes";
import type { Taxonomy } from "@/lib/postgres/event-log/taxonomy";
import { writePeople } from "@/lib/postgres/event-log/write-people";
import { utcDay, utcWeek } from "@/lib/postgres/partitions";
import { inTransaction } from "@/lib/postgres/pool";

// One transaction per group of requests. MUST hold the project's head row from its first statement to the commit:
// that makes offsets dense and in commit order, and everything read in between (duplicates, people) stay true.

export interface AppendMemory {
  readonly people: PeopleCache;
  readonly taxonomy: Taxonomy;
}

interface Fresh {
  readonly event: IncomingEvent;
  readonly key: string | null;
}

/**
 * Appends the events in their order and returns, per event, whether it was stored (false: a duplicate).
 * On any failure nothing is stored and `memory` is emptied.
 */
export async function appendGroup(
  pool: Pool,
  project: ProjectId,
  events: readonly IncomingEvent[],
  memory: AppendMemory,
): Promise<readonly boolean[]> {
  let head = 0;
  let nowMs = 0;
  try {
    const stored = await inTransaction(pool, async (client) => {
      ({ head, nowMs } = await lockHead(client, project));
      memory.people.begin(head);
      const keys = events.map((event) => {
        const key = dedupeKey(event);
        return key === null ? null : hashDedupeKey(key);
      });
      const fresh = await withoutDuplicates(client, project, events, keys, nowMs);
      const limited =
        fresh.length > 0
          ? await store(client, project, head, fresh.filter(isFresh), nowMs, memory)
          : new Set<IncomingEvent>();
      const stored = fresh.map(isFresh);
      await countAccepted(client, project, events, stored, limited, nowMs);
      head += stored.filter(Boolean).length;
      return stored;
    });
    memory.people.committed(head);
    memory.taxonomy.committed(nowMs);
    return stored;
  } catch (error) {
    memory.people.clear();
    memory.taxonomy.discard();
    throw error;
  }
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
  client: PoolClient,
  project: ProjectId,
  events: readonly IncomingEvent[],
  keys: readonly (string | null)[],
  nowMs: number,
): Promise<readonly (Fresh | null)[]> {
  const unique = [...new Set(keys.filter((key) => key !== null))];
  const seen = new Set(await findDuplicates(client, project, unique, nowMs));
  return events.map((event, index) => {
    const key = keys[index] ?? null;
    if (key !== null) {
      if (seen.has(key)) return null;
      seen.add(key);
    }
    return { event, key };
  });
}

/** Returns the events that asked for more user properties than their person may have. */
async function store(
  client: PoolClient,
  project: ProjectId,
  head: number,
  fresh: readonly Fresh[],
  nowMs: number,
  memory: AppendMemory,
): Promise<ReadonlySet<IncomingEvent>> {
  const changes: PeopleChanges = { people: new Set(), devices: new Map() };
  const limited = new Set<IncomingEvent>();
  const incoming = fresh.map(({ event }) => event);
  const people = await resolvePeople(client, project, incoming, memory.people, changes);
  const day = utcDay(nowMs);
  for (const { start, end, needed } of partsOf(incoming, people, day)) {
    await loadProperties(client, needed, memory.people);
    const books: RowBooks = {
      people: changes.people,
      states: [],
      limited,
      cache: memory.people,
      taxonomy: memory.taxonomy,
    };
    const rows = people.slice(start, end).map((person, index) => {
      const event = incoming[start + index] as IncomingEvent;
      const place = { project, offset: (head + 1 + start + index) as Offset, day };
      return eventRow(place, event, person, books);
    });
    await copyInto(client, EVENT_COLUMNS, rows);
    if (books.states.length > 0) await copyInto(client, STATE_COLUMNS, books.states);
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
