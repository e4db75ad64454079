import type { EventDetail, EventSummary } from "@/lib/admin/events/event-view";
import { toFateResource } from "./fate-resource";

/** An event as a list of the management API has it. Pure. */
export const toEventResource = (event: EventSummary) => ({
  object: "event" as const,
  uuid: event.uuid,
  offset: event.offset,
  event_type: event.eventType,
  kind: event.kind,
  source: event.source,
  user_id: event.userId,
  device_id: event.deviceId,
  person_id: String(event.personId),
  event_time: event.eventTime.toISOString(),
  received_at: event.receivedAt.toISOString(),
});

/** The same by itself: as it was received, its person at that time, and what became of it. Pure. */
export const toEventDetailResource = (event: EventDetail) => ({
  ...toEventResource(event),
  insert_id: event.insertId,
  payload: event.payload,
  user_properties: event.userProperties,
  user_changes: event.userChanges,
  fates: event.fates.map(toFateResource),
});
