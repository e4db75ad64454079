import type { WaitingEvent } from "@/lib/admin/events/waiting-event";

/** An event that waits as the management API answers it. Pure. */
export const toWaitingResource = (event: WaitingEvent) => ({
  object: "waiting_event" as const,
  event_uuid: event.eventUuid,
  event_offset: event.offset,
  event_type: event.eventType,
  event_kind: event.kind,
  user_id: event.userId,
  device_id: event.deviceId,
  person_id: String(event.personId),
  reason: event.reason,
  message: event.message === "" ? null : event.message,
  attempts: event.attempts,
  next_attempt_at: event.nextAttemptAt?.toISOString() ?? null,
  behind: event.behind?.eventUuid ?? null,
  waiting_since: event.waitingSince.toISOString(),
  redelivery_of: event.redeliveryOf === null ? null : String(event.redeliveryOf),
  event_time: event.eventTime.toISOString(),
  received_at: event.receivedAt.toISOString(),
});
