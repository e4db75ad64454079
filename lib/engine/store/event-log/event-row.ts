import { NOBODY, shardOfNobody } from "@/lib/engine/pipeline/log/nobody";
import { historyShard, shardOf } from "@/lib/engine/pipeline/log/shard";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import { applyOperations } from "@/lib/engine/pipeline/source/property-operations";
import { eventPropertiesIn } from "@/lib/engine/pipeline/source/revenue";
import type { SearchBook } from "@/lib/engine/store/search/search-book";
import type { Offset, ProjectId, Shard } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import type { CopyRows, CopyTarget } from "@/lib/platform/postgres/copy-rows";
import { keepState, needsState } from "./keep-state";
import type { PeopleCache, PersonState } from "./people-cache";
import type { PreparedEvent } from "./prepare-events";
import type { Taxonomy } from "./taxonomy";

export const EVENT_ROWS = {
  table: "events",
  columns: {
    project_id: "int4",
    day: "date",
    offset: "int8",
    shard: "int2",
    person_id: "int8",
    received_at: "timestamptz",
    event_time: "timestamptz",
    uuid: "uuid",
    kind: "text",
    source: "text",
    event_type: "text",
    user_id: "text",
    device_id: "text",
    insert_id: "text",
    payload: "text",
    user_properties: "text",
    user_changes: "text",
  },
} as const satisfies CopyTarget;

interface Place {
  readonly project: ProjectId;
  readonly offset: Offset;
  readonly day: string;
}

/** What the rows of a group are made with. */
export interface RowBooks {
  /** People to be written. */
  readonly people: Set<PersonState>;
  /** Of EVENT_ROWS. */
  readonly events: CopyRows;
  /** Of STATE_ROWS. */
  readonly states: CopyRows;
  /** Events that asked for more than a person may have. */
  readonly limited: Set<IncomingEvent>;
  readonly cache: PeopleCache;
  readonly taxonomy: Taxonomy;
  /** What people are found by. */
  readonly search: SearchBook;
}

/** Applies the event to its person and adds the row that stores it, with the resolved changes. */
export function addEvent(
  place: Place,
  { event, uuid, payload }: PreparedEvent,
  person: PersonState,
  books: RowBooks,
): void {
  const needed = needsState(person, place.day);
  const userChanges = person.id === NOBODY ? null : applyToPerson(event, person, books);
  const changesText = userChanges === null ? null : stringifyJson(userChanges);
  if (person.id !== NOBODY) {
    const change = { needed, chars: changesText?.length ?? null };
    keepState(place, person, change, books);
  }
  see(event, userChanges, books.taxonomy);
  books.events.add([
    place.project,
    place.day,
    place.offset,
    shardFor(event, person, place.offset),
    person.id,
    event.receivedMs,
    event.timeMs,
    uuid,
    event.kind,
    event.source,
    event.eventType,
    event.userId ?? person.userId,
    event.deviceId,
    event.insertId,
    payload,
    event.onlySentUserProperties === null ? null : stringifyJson(event.onlySentUserProperties),
    changesText,
  ]);
}

function shardFor({ source }: IncomingEvent, { id }: PersonState, offset: Offset): Shard {
  const shard = id === NOBODY ? shardOfNobody(offset) : shardOf(id);
  return source === "backfill" ? historyShard(shard) : shard;
}

/** What the event changed, resolved; null when it carries no operations. */
function applyToPerson(
  event: IncomingEvent,
  person: PersonState,
  books: RowBooks,
): JsonObject | null {
  if (event.operations === null) return null;
  const { loaded } = person;
  if (loaded === null) throw new Error("an event changes a person who was not loaded");
  const { changes, before, refused } = applyOperations(loaded.all, event.operations);
  if (refused > 0) books.limited.add(event);
  for (const [name, value] of Object.entries(changes)) {
    loaded.recent?.set(name, value);
    books.search.sawChange(person.id, name, before.get(name), value);
  }
  person.chars = loaded.all.chars;
  books.cache.touch(person);
  return changes;
}

function see(event: IncomingEvent, userChanges: JsonObject | null, taxonomy: Taxonomy): void {
  if (event.kind === "event") taxonomy.sawEvent(event.eventType, event.receivedMs);
  taxonomy.sawProperties("event", eventPropertiesIn(event.payload), event.receivedMs);
  if (userChanges !== null) taxonomy.sawProperties("user", userChanges, event.receivedMs);
}
