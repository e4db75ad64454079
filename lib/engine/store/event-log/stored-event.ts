import { NOBODY } from "@/lib/engine/pipeline/log/nobody";
import type { Event, EventKind, Source } from "@/lib/engine/pipeline/source/event";
import { ownProperty } from "@/lib/engine/pipeline/transform/properties";
import type { Offset, PersonId, ProjectId, Shard } from "@/lib/kernel/brand";
import type { Json, JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import type { StateRef } from "./person-states";

// The one reading of a row of `events`, for workers and for people.

/**
 * The columns of an event without its JSON texts, as EventHead takes them. date_part reckons with doubles, which hold
 * every millisecond of these times; extract's decimals cost a quarter of reading a row.
 */
export const HEAD_FIELDS = `"offset", shard, person_id, uuid, kind, source, event_type, user_id, device_id, insert_id,
  (date_part('epoch', event_time) * 1000)::bigint AS time_ms,
  (date_part('epoch', received_at) * 1000)::bigint AS received_ms, day - DATE '1970-01-01' AS day`;

/** All columns of an event, as StoredEvent takes them. */
export const EVENT_FIELDS = `${HEAD_FIELDS}, payload, user_properties, user_changes`;

/** Bytes of the events before a row of `table`, in the order of the log, or the other way round. */
export const bytesBefore = (table: string, order: "ASC" | "DESC" = "ASC"): string =>
  `coalesce(sum(octet_length(${table}.payload) + coalesce(octet_length(${table}.user_properties), 0)
     + coalesce(octet_length(${table}.user_changes), 0))
     OVER (ORDER BY ${table}."offset" ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)`;

export interface HeadRow {
  readonly offset: Offset;
  readonly shard: Shard;
  readonly person_id: PersonId;
  readonly uuid: string;
  readonly kind: EventKind;
  readonly source: Source;
  readonly event_type: string;
  readonly user_id: string | null;
  readonly device_id: string | null;
  readonly insert_id: string | null;
  readonly time_ms: number;
  readonly received_ms: number;
  /** Of the partition, in days since 1970. */
  readonly day: number;
}

export interface EventRow extends HeadRow {
  readonly payload: string;
  /** Null: the person's properties are looked up (PersonStates). */
  readonly user_properties: string | null;
  readonly user_changes: string | null;
}

/** What the people of events were like, for those that are looked up. */
export interface People {
  property(row: EventRow, name: string): Json | undefined;
}

export const isLookedUp = (row: EventRow): boolean =>
  row.user_properties === null && row.person_id !== NOBODY;

export const refOf = ({ person_id, day, offset }: HeadRow): StateRef => ({
  personId: person_id,
  day,
  offset,
});

/** An event over its row, without what its JSON texts say. */
export class EventHead<Row extends HeadRow = HeadRow> {
  readonly projectId: ProjectId;
  protected readonly row: Row;

  constructor(projectId: ProjectId, row: Row) {
    this.projectId = projectId;
    this.row = row;
  }

  get offset(): Offset {
    return this.row.offset;
  }
  get shard(): Shard {
    return this.row.shard;
  }
  get personId(): PersonId {
    return this.row.person_id;
  }
  get uuid(): string {
    return this.row.uuid;
  }
  get kind(): EventKind {
    return this.row.kind;
  }
  get source(): Source {
    return this.row.source;
  }
  get eventType(): string {
    return this.row.event_type;
  }
  get userId(): string | null {
    return this.row.user_id;
  }
  get deviceId(): string | null {
    return this.row.device_id;
  }
  get insertId(): string | null {
    return this.row.insert_id;
  }
  get timeMs(): number {
    return this.row.time_ms;
  }
  get receivedMs(): number {
    return this.row.received_ms;
  }
}

/**
 * The payload that was asked for last. Events of a page are looked at one after the other, each in one go: what is kept
 * of them until all are settled costs the garbage collector more than all the parsing.
 */
export class LatestPayload {
  #row: EventRow | null = null;
  #payload: JsonObject = {};

  of(row: EventRow): JsonObject {
    if (this.#row !== row) {
      this.#payload = storedObject(row.payload);
      this.#row = row;
    }
    return this.#payload;
  }
}

/** An event over its row; the JSON texts are parsed when first asked for, since most syncs filter most events out. */
export class StoredEvent extends EventHead<EventRow> implements Event {
  readonly people: People | null;
  readonly #latest: LatestPayload | null;
  #payload: JsonObject | undefined;
  #userProperties: JsonObject | undefined;
  #userChanges: JsonObject | null | undefined;

  /** @param latest of the page, when nobody else reads it: then the event keeps nothing of what was parsed */
  constructor(
    projectId: ProjectId,
    row: EventRow,
    people: People | null,
    latest: LatestPayload | null = null,
  ) {
    super(projectId, row);
    this.people = people;
    this.#latest = latest;
  }

  get payload(): JsonObject {
    if (this.#latest !== null) return this.#latest.of(this.row);
    this.#payload ??= storedObject(this.row.payload);
    return this.#payload;
  }

  userProperty(name: string): Json | undefined {
    const { user_properties: own } = this.row;
    if (own !== null) {
      this.#userProperties ??= storedObject(own);
      return ownProperty(this.#userProperties, name);
    }
    return isLookedUp(this.row) ? this.people?.property(this.row, name) : undefined;
  }

  get userChanges(): JsonObject | null {
    if (this.#userChanges === undefined) {
      this.#userChanges =
        this.row.user_changes === null ? null : storedObject(this.row.user_changes);
    }
    return this.#userChanges;
  }
}

/** Our own appender wrote these texts from JSON objects. */
export const storedObject = (text: string): JsonObject => parseJson(text) as JsonObject;
