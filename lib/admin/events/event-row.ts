import type { EventKind, Source, WholeEvent } from "@/lib/engine/pipeline/source/event";
import { ownProperty } from "@/lib/engine/pipeline/transform/properties";
import type { Offset, PersonId, ProjectId, Shard } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import { isJsonObject, type JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { EventSummary } from "./event-view";

/** A row of `events` without its JSON texts, as a raw query gives it. */
export interface EventSummaryRow {
  readonly project_id: number;
  readonly offset: bigint;
  readonly shard: number;
  readonly person_id: bigint;
  readonly received_at: Date;
  readonly event_time: Date;
  readonly uuid: string;
  readonly kind: EventKind;
  readonly source: Source;
  readonly event_type: string;
  readonly user_id: string | null;
  readonly device_id: string | null;
}

export interface EventRow extends EventSummaryRow {
  /** Of the partition, in days since 1970. */
  readonly day: number;
  readonly insert_id: string | null;
  readonly payload: string;
  readonly user_properties: string | null;
  readonly user_changes: string | null;
}

export const SUMMARY_COLUMNS = Prisma.sql`project_id, "offset", shard, person_id, received_at, event_time, uuid::text AS uuid, kind, source, event_type, user_id, device_id`;
export const EVENT_COLUMNS = Prisma.sql`${SUMMARY_COLUMNS}, insert_id, day - DATE '1970-01-01' AS day, payload, user_properties, user_changes`;

export const toEventSummary = (row: EventSummaryRow): EventSummary => ({
  projectId: row.project_id as ProjectId,
  offset: Number(row.offset) as Offset,
  uuid: row.uuid,
  kind: row.kind,
  source: row.source,
  eventType: row.event_type,
  userId: row.user_id,
  deviceId: row.device_id,
  personId: Number(row.person_id) as PersonId,
  eventTime: row.event_time,
  receivedAt: row.received_at,
});

/** The event as a worker reads it from the log, with all of its person. The brands are right because the row is. */
export const toEvent = (row: EventRow, userProperties: JsonObject): WholeEvent => ({
  projectId: row.project_id as ProjectId,
  offset: Number(row.offset) as Offset,
  shard: row.shard as Shard,
  personId: Number(row.person_id) as PersonId,
  uuid: row.uuid,
  kind: row.kind,
  source: row.source,
  eventType: row.event_type,
  userId: row.user_id,
  deviceId: row.device_id,
  insertId: row.insert_id,
  timeMs: row.event_time.getTime(),
  receivedMs: row.received_at.getTime(),
  payload: storedObject(row.payload),
  userProperties,
  userProperty: (name) => ownProperty(userProperties, name),
  userChanges: row.user_changes === null ? null : storedObject(row.user_changes),
});

/** A JSON text column that holds an object. */
export function storedObject(text: string): JsonObject {
  const value: unknown = parseJson(text);
  if (isJsonObject(value)) return value;
  throw new AppError("corrupt_settings", "A stored event is not a JSON object");
}
