import type { Pool } from "pg";
import { PAGE_BYTES_MAX, type ShardPosition } from "@/lib/engine/pipeline/log/event-log";
import { NOBODY } from "@/lib/engine/pipeline/log/nobody";
import type { Event, EventKind, Source } from "@/lib/engine/pipeline/source/event";
import { ownProperty } from "@/lib/engine/pipeline/transform/properties";
import type { Offset, PersonId, ProjectId, Shard } from "@/lib/kernel/brand";
import type { Json, JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { type PersonStates, type RunQuery, readPersonStates, type StateRef } from "./person-states";

/** The columns of an event as `storedEvent` takes them; for queries of one row as well. */
export const EVENT_FIELDS = `"offset", shard, person_id, uuid, kind, source, event_type, user_id, device_id, insert_id,
  (extract(epoch FROM event_time) * 1000)::bigint AS time_ms,
  (extract(epoch FROM received_at) * 1000)::bigint AS received_ms, day - DATE '1970-01-01' AS day, payload,
  user_properties, user_changes`;

export interface EventRow {
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
  readonly payload: string;
  /** Null: the person's properties are looked up (PersonStates). */
  readonly user_properties: string | null;
  readonly user_changes: string | null;
}

/** EventLog.read: one index probe per shard and day. */
export async function readShards(
  pool: Pool,
  project: ProjectId,
  shards: readonly ShardPosition[],
  limit: number,
): Promise<readonly Event[]> {
  if (shards.length === 0) return [];
  const { rows } = await pool.query<EventRow>({
    name: "read-shards",
    text: `SELECT e.* FROM unnest($2::smallint[], $3::bigint[]) AS s(shard, position)
           CROSS JOIN LATERAL (
             SELECT ${EVENT_FIELDS}, coalesce(
               sum(octet_length(payload) + coalesce(octet_length(user_properties), 0) + coalesce(octet_length(user_changes), 0))
                 OVER (ORDER BY "offset" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS bytes_before
             FROM events
             WHERE project_id = $1 AND shard = s.shard AND "offset" > s.position
             ORDER BY "offset" LIMIT $4
           ) AS e
           WHERE e.bytes_before <= $5
           ORDER BY e."offset"`,
    values: [
      project,
      shards.map(({ shard }) => shard),
      shards.map(({ position }) => position),
      limit,
      Math.floor(PAGE_BYTES_MAX / shards.length),
    ],
  });
  return storedEvents(pool, project, rows);
}

/** The events of one page over their rows; what their people were like is read when it is asked for. */
export function storedEvents(
  pool: Pool,
  project: ProjectId,
  rows: readonly EventRow[],
): readonly Event[] {
  const people = new PageOfPeople(pool, project, rows);
  return rows.map((row) => new StoredEvent(project, row, people));
}

/** Brings these properties of the events' people into memory: once per page, however many syncs ask. */
export async function loadUserProperties(
  events: readonly Event[],
  names: readonly string[],
): Promise<void> {
  const pages = new Set(events.flatMap((e) => (e instanceof StoredEvent ? [e.people] : [])));
  await Promise.all([...pages].map((page) => page?.load(names)));
}

/** The people of one page of the log. */
class PageOfPeople {
  readonly #pool: Pool;
  readonly #project: ProjectId;
  readonly #refs: readonly StateRef[];
  #names: ReadonlySet<string> = new Set();
  #states: Promise<PersonStates> | null = null;
  #loaded: { readonly names: ReadonlySet<string>; readonly states: PersonStates } | null = null;

  constructor(pool: Pool, project: ProjectId, rows: readonly EventRow[]) {
    this.#pool = pool;
    this.#project = project;
    this.#refs = rows.filter(isLookedUp).map(refOf);
  }

  async load(names: readonly string[]): Promise<void> {
    if (this.#states === null || names.some((name) => !this.#names.has(name))) {
      this.#names = new Set([...this.#names, ...names]);
      this.#states = this.#read(this.#names);
    }
    await this.#states;
  }

  async #read(names: ReadonlySet<string>): Promise<PersonStates> {
    const run: RunQuery = async (text, values) =>
      (await this.#pool.query({ name: "person-states", text, values: [...values] })).rows;
    try {
      const states = await readPersonStates(run, this.#project, this.#refs, names);
      this.#loaded = { names, states };
      return states;
    } catch (error) {
      // Another try starts anew.
      this.#names = new Set();
      throw error;
    }
  }

  property(row: EventRow, name: string): Json | undefined {
    if (!this.#loaded?.names.has(name)) throw new Error(`user property "${name}" was not loaded`);
    return this.#loaded.states.propertyAt(refOf(row), name);
  }
}

const isLookedUp = (row: EventRow): boolean =>
  row.user_properties === null && row.person_id !== NOBODY;

const refOf = ({ person_id, day, offset }: EventRow): StateRef => ({
  personId: person_id,
  day,
  offset,
});

/** An event over its row; the JSON texts are parsed when first asked for, since most syncs filter most events out. */
export class StoredEvent implements Event {
  readonly projectId: ProjectId;
  readonly people: PageOfPeople | null;
  readonly #row: EventRow;
  #payload: JsonObject | undefined;
  #userProperties: JsonObject | undefined;
  #userChanges: JsonObject | null | undefined;

  constructor(projectId: ProjectId, row: EventRow, people: PageOfPeople | null) {
    this.projectId = projectId;
    this.people = people;
    this.#row = row;
  }

  get offset(): Offset {
    return this.#row.offset;
  }
  get shard(): Shard {
    return this.#row.shard;
  }
  get personId(): PersonId {
    return this.#row.person_id;
  }
  get uuid(): string {
    return this.#row.uuid;
  }
  get kind(): EventKind {
    return this.#row.kind;
  }
  get source(): Source {
    return this.#row.source;
  }
  get eventType(): string {
    return this.#row.event_type;
  }
  get userId(): string | null {
    return this.#row.user_id;
  }
  get deviceId(): string | null {
    return this.#row.device_id;
  }
  get insertId(): string | null {
    return this.#row.insert_id;
  }
  get timeMs(): number {
    return this.#row.time_ms;
  }
  get receivedMs(): number {
    return this.#row.received_ms;
  }
  get payload(): JsonObject {
    this.#payload ??= parse(this.#row.payload);
    return this.#payload;
  }
  userProperty(name: string): Json | undefined {
    const { user_properties: own } = this.#row;
    if (own !== null) {
      this.#userProperties ??= parse(own);
      return ownProperty(this.#userProperties, name);
    }
    return isLookedUp(this.#row) ? this.people?.property(this.#row, name) : undefined;
  }
  get userChanges(): JsonObject | null {
    if (this.#userChanges === undefined) {
      this.#userChanges = this.#row.user_changes === null ? null : parse(this.#row.user_changes);
    }
    return this.#userChanges;
  }
}

/** Our own appender wrote these texts from JSON objects. */
const parse = (text: string): JsonObject => parseJson(text) as JsonObject;
