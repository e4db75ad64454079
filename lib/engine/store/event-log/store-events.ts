import type { PoolClient } from "pg";
import { NOBODY } from "@/lib/engine/pipeline/log/nobody";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import { utcDay, utcWeek } from "@/lib/engine/store/partitions";
import type { SearchBook } from "@/lib/engine/store/search/search-book";
import type { Offset, ProjectId } from "@/lib/kernel/brand";
import type { Breathe } from "@/lib/platform/breather";
import { copyInto } from "@/lib/platform/postgres/copy";
import { CopyRows, type CopyTarget } from "@/lib/platform/postgres/copy-rows";
import type { AppendMemory } from "./append-group";
import { addEvent, EVENT_ROWS, type RowBooks } from "./event-row";
import { needsState, STATE_ROWS } from "./keep-state";
import { loadProperties } from "./load-properties";
import { partEnd } from "./part-end";
import type { PersonState } from "./people-cache";
import type { PreparedEvent } from "./prepare-events";
import { loadPeople, type PeopleChanges, resolvePeople } from "./resolve-people";
import { writeDevices } from "./side-writes";
import { writePeople } from "./write-people";

/** One transaction, the head being locked. */
export interface Append {
  readonly client: PoolClient;
  readonly project: ProjectId;
  /** The last offset before it. */
  readonly head: Offset;
  /** The database's clock. */
  readonly nowMs: number;
  readonly memory: AppendMemory;
  /** What people are found by. */
  readonly search: SearchBook;
  readonly breathe: Breathe;
}

interface StoredEvents {
  /** How many of the events, from the first on. */
  readonly count: number;
  /** Those that asked for more user properties than their person may have. */
  readonly limited: ReadonlySet<IncomingEvent>;
}

/**
 * Writes the events, none of which is a duplicate, and all that goes with them, a part after the other until that has
 * taken `writingMsMax`: what a part takes is known only after it, for a few bytes may change a large person.
 */
export async function storeEvents(
  append: Append,
  fresh: readonly PreparedEvent[],
  writingMsMax: number,
): Promise<StoredEvents> {
  const { client, project, head, nowMs, memory } = append;
  const limited = new Set<IncomingEvent>();
  if (fresh.length === 0) return { count: 0, limited };
  const day = utcDay(nowMs);
  const changes: PeopleChanges = { people: new Set(), named: [], devices: new Map() };
  const incoming = fresh.map(({ event }) => event);
  await loadPeople(client, project, incoming, memory.people);
  const latestMs = performance.now() + writingMsMax;
  let count = 0;
  while (count < fresh.length && (count === 0 || performance.now() < latestMs)) {
    const end = partEnd(fresh, count, memory.people, day);
    const part = { offset: (head + 1 + count) as Offset, events: fresh.slice(count, end), day };
    await storePart(append, part, changes, limited);
    count = end;
  }
  await writeKeys(append, fresh.slice(0, count));
  await writeDevices(client, project, changes.devices);
  await memory.taxonomy.write(client, project, nowMs);
  await append.search.write(client, project);
  await moveHead(client, project, head + count);
  return { count, limited };
}

/** Events whose people and rows are in memory together. */
interface Part {
  /** Of the first. */
  readonly offset: Offset;
  readonly events: readonly PreparedEvent[];
  readonly day: string;
}

async function storePart(
  { client, project, nowMs, memory, search, breathe }: Append,
  { offset, events, day }: Part,
  changes: PeopleChanges,
  limited: Set<IncomingEvent>,
): Promise<void> {
  const incoming = events.map(({ event }) => event);
  const people = await resolvePeople(client, incoming, memory.people, changes);
  for (const { id, userId } of changes.named.splice(0))
    if (userId !== null) search.sawUserId(id, userId);
  const needed = new Set(
    people.filter(
      (person, index) =>
        person.id !== NOBODY && (incoming[index]?.operations !== null || needsState(person, day)),
    ),
  );
  await loadProperties(client, needed, memory.people, breathe);
  const books: RowBooks = {
    people: changes.people,
    events: new CopyRows(EVENT_ROWS),
    states: new CopyRows(STATE_ROWS),
    limited,
    cache: memory.people,
    taxonomy: memory.taxonomy,
    search,
  };
  for (const [index, event] of events.entries()) {
    const pause = breathe();
    if (pause !== null) await pause;
    const place = { project, offset: (offset + index) as Offset, day };
    addEvent(place, event, people[index] as PersonState, books);
  }
  await copyInto(client, books.events);
  if (!books.states.isEmpty) await copyInto(client, books.states);
  await writePeople(client, project, changes.people, nowMs);
  changes.people.clear();
  memory.people.unload(needed);
}

const KEY_ROWS = {
  table: "insert_ids",
  columns: { project_id: "int4", week: "date", key: "uuid", received_at: "timestamptz" },
} as const satisfies CopyTarget;

/** What makes the events' repetitions known. */
async function writeKeys(
  { client, project, nowMs }: Append,
  events: readonly PreparedEvent[],
): Promise<void> {
  const week = utcWeek(nowMs);
  const rows = new CopyRows(KEY_ROWS);
  for (const { keys } of events) for (const key of keys) rows.add([project, week, key, nowMs]);
  if (!rows.isEmpty) await copyInto(client, rows);
}

/** Moves the head and, at the commit, wakes whoever reads this project. */
async function moveHead(client: PoolClient, project: ProjectId, head: number): Promise<void> {
  await client.query({
    name: "move-head",
    text: `WITH moved AS (UPDATE log_heads SET last_offset = $2, search_offset = $2 WHERE project_id = $1)
           SELECT pg_notify('tributary_log', $1::text)`,
    values: [project, head],
  });
}
