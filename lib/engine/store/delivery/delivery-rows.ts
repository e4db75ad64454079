import {
  isOnRecord,
  latencyOf,
  type RequestRecord,
  reasonOf,
  type Settled,
  type Settlement,
} from "@/lib/engine/pipeline/record/settlement";
import { moreThanOne } from "@/lib/engine/store/parked/more-than-one";
import { utcDay } from "@/lib/engine/store/partitions";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { type CopyRow, CopyRows, type CopyTarget } from "@/lib/platform/postgres/copy-rows";

// The rows of a turn: what became of each event, and each request.

const DELIVERY_ROWS = {
  table: "deliveries",
  columns: {
    day: "date",
    sync_id: "int4",
    sync_version: "int4",
    offset: "int8",
    shard: "int2",
    person_id: "int8",
    event_uuid: "uuid",
    kind: "text",
    event_type: "text",
    user_id: "text",
    identifier: "text",
    identifier_kind: "text",
    outcome: "text",
    reason: "text",
    detail: "text",
    attempts: "int2",
    request_id: "uuid",
    event_time: "timestamptz",
    received_at: "timestamptz",
    settled_at: "timestamptz",
    latency_ms: "int4",
    redelivery_of: "int8",
    request_ids: "uuid[]",
  },
} as const satisfies CopyTarget;

/** A row for each event of the turn that belongs on record. */
export function deliveryRows(settlement: Settlement): CopyRows {
  const day = utcDay(settlement.settledMs);
  const rows = new CopyRows(DELIVERY_ROWS);
  for (const settled of settlement.settled) {
    if (isOnRecord(settled)) rows.add(deliveryRow(settlement, settled, day));
  }
  return rows;
}

function deliveryRow(
  settlement: Settlement,
  { event, outcome, identifier, wasParked, requestIds }: Settled,
  day: string,
): CopyRow {
  const tried = outcome.kind === "filtered" ? null : outcome;
  const requestId = tried?.requestId ?? requestIds.at(-1) ?? null;
  return [
    day,
    settlement.syncId,
    settlement.syncVersion,
    event.offset,
    event.shard,
    event.personId,
    event.uuid,
    event.kind,
    event.eventType,
    event.userId,
    storable(identifier?.value ?? null),
    identifier?.kind ?? null,
    outcome.kind,
    reasonOf(outcome),
    tried?.detail ? stringifyJson(tried.detail) : null,
    tried?.attempts ?? wasParked?.attempts ?? 0,
    requestId,
    event.timeMs,
    event.receivedMs,
    settlement.settledMs,
    latencyOf(event, outcome),
    wasParked?.redeliveryOf ?? null,
    moreThanOne(requestIds, requestId),
  ];
}

/** An identifier comes from any user property: what a TEXT column cannot hold is shown as U+FFFD in the log. */
const storable = (text: string | null): string | null =>
  text === null ? null : text.replaceAll("\u0000", "\ufffd").toWellFormed().slice(0, 1024);

const REQUEST_ROWS = {
  table: "delivery_requests",
  columns: {
    id: "uuid",
    day: "date",
    sync_id: "int4",
    started_at: "timestamptz",
    duration_ms: "int4",
    method: "text",
    path: "text",
    items: "int4",
    bytes: "int4",
    status: "int4",
    verdict: "text",
    answer: "text",
    confirmed: "int4",
  },
} as const satisfies CopyTarget;

/** A row for each request of the turn. */
export function requestRows(settlement: Settlement): CopyRows {
  const day = utcDay(settlement.settledMs);
  const rows = new CopyRows(REQUEST_ROWS);
  for (const request of settlement.requests) rows.add(requestRow(settlement, request, day));
  return rows;
}

const requestRow = (settlement: Settlement, request: RequestRecord, day: string): CopyRow => [
  request.id,
  day,
  settlement.syncId,
  request.startedMs,
  Math.round(request.durationMs),
  request.method,
  storable(request.path),
  request.items,
  request.bytes,
  request.status,
  request.verdict,
  storable(request.answer),
  request.confirmed,
];
