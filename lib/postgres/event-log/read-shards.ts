import type { Pool } from "pg";
import type { Offset, PersonId, ProjectId, Shard } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import type { ShardPosition } from "@/lib/pipeline/log/event-log";
import type { Event, EventKind, Source } from "@/lib/pipeline/source/event";

/** The columns of an event as `storedEvent` takes them; for queries of one row as well. */
export const EVENT_FIELDS = `"offset", shard, person_id, uuid, kind, source, event_type, user_id, device_id, insert_id,
  (extract(epoch FROM event_time) * 1000)::bigint AS time_ms,
  (extract(epoch FROM received_at) * 1000)::bigint AS received_ms, payload, user_properties, user_changes`;

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
  readonly payload: string;
  readonly user_properties: string;
  readonly user_changes: string | null;
}

/** Payloads of one page at most, over all its shards: events may be large, and a page is held in memory. */
const PAGE_BYTES_MAX = 32 * 1_048_576;

/**
 * Up to `limit` events of each shard after its position, in offset order; fewer where they are large, but at least
 * one of each shard that has any. One index probe per shard and day.
 */
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
               sum(octet_length(payload) + octet_length(user_properties))
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
  return rows.map((row) => new StoredEvent(project, row));
}

/** An event over its row; the JSON texts are parsed when first asked for, since most syncs filter most events out. */
export class StoredEvent implements Event {
  readonly projectId: ProjectId;
  readonly #row: EventRow;
  #payload: JsonObject | undefined;
  #userProperties: JsonObject | undefined;
  #userChanges: JsonObject | null | undefined;

  constructor(projectId: ProjectId, row: EventRow) {
    this.projectId = projectId;
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
  get userProperties(): JsonObject {
    this.#userProperties ??= parse(this.#row.user_properties);
    return this.#userProperties;
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
