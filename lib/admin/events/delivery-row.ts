import type { Offset, PersonId, SyncId } from "@/lib/kernel/brand";
import { isJsonObject, type JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { Delivery } from "./delivery";

/** A row of `deliveries` as a raw query gives it. */
export interface DeliveryRow {
  readonly id: bigint;
  readonly sync_id: number;
  readonly sync_version: number;
  readonly offset: bigint;
  readonly person_id: bigint;
  readonly event_uuid: string;
  readonly kind: string;
  readonly event_type: string;
  readonly user_id: string | null;
  readonly identifier: string | null;
  readonly identifier_kind: string | null;
  readonly outcome: Delivery["outcome"];
  readonly reason: string;
  readonly detail: string | null;
  readonly attempts: number;
  readonly request_id: string | null;
  readonly event_time: Date;
  readonly received_at: Date;
  readonly settled_at: Date;
  readonly latency_ms: number | null;
}

export const DELIVERY_COLUMNS = Prisma.sql`id, sync_id, sync_version, "offset", person_id, event_uuid::text AS event_uuid, kind, event_type, user_id, identifier, identifier_kind, outcome, reason, detail, attempts, request_id::text AS request_id, event_time, received_at, settled_at, latency_ms`;

export function toDelivery(row: DeliveryRow): Delivery {
  const detail = parseDetail(row.detail);
  const warnings = detail["warnings"];
  return {
    id: Number(row.id),
    syncId: row.sync_id as SyncId,
    syncVersion: row.sync_version,
    offset: Number(row.offset) as Offset,
    personId: Number(row.person_id) as PersonId,
    eventUuid: row.event_uuid,
    kind: row.kind,
    eventType: row.event_type,
    userId: row.user_id,
    identifier: row.identifier,
    identifierKind: row.identifier_kind,
    outcome: row.outcome,
    reason: row.reason,
    message: textOrNull(detail["message"]),
    field: textOrNull(detail["field"]),
    warnings: Array.isArray(warnings) ? warnings.map(String) : [],
    attempts: row.attempts,
    requestId: row.request_id,
    eventTime: row.event_time,
    receivedAt: row.received_at,
    settledAt: row.settled_at,
    latencyMs: row.latency_ms,
  };
}

function parseDetail(text: string | null): JsonObject {
  const value: unknown = text === null ? {} : parseJson(text);
  return isJsonObject(value) ? value : {};
}

const textOrNull = (value: unknown) => (typeof value === "string" ? value : null);
