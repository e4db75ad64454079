import type { Delivery } from "@/lib/admin/events/delivery";

/** A row of the delivery log as the management API answers it. Pure. */
export const toDeliveryResource = (delivery: Delivery) => ({
  id: String(delivery.id),
  object: "delivery" as const,
  destination_id: String(delivery.syncId),
  destination_version: delivery.syncVersion,
  status: delivery.outcome,
  reason: delivery.reason === "" ? null : delivery.reason,
  message: delivery.message,
  field: delivery.field,
  warnings: delivery.warnings,
  attempts: delivery.attempts,
  event_type: delivery.eventType,
  event_kind: delivery.kind,
  event_uuid: delivery.eventUuid,
  event_offset: delivery.offset,
  user_id: delivery.userId,
  person_id: String(delivery.personId),
  identifier: delivery.identifier,
  identifier_kind: delivery.identifierKind,
  request_id: delivery.requestId,
  event_time: delivery.eventTime.toISOString(),
  received_at: delivery.receivedAt.toISOString(),
  settled_at: delivery.settledAt.toISOString(),
  latency_ms: delivery.latencyMs,
});
