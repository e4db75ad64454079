import type { Impact } from "@/lib/admin/syncs/test/draft-impact";

/** What a draft would change, as the management API answers it. Pure. */
export const toImpactResource = (impact: Impact) => ({
  read: impact.read,
  newly_sent: impact.newlySent,
  no_longer_sent: impact.noLongerSent,
  payload_changed: impact.payloadChanged,
  newly_discarded: impact.newlyDiscarded,
  new_people: impact.newPeople,
  examples: impact.examples.map(
    ({ uuid, eventType, userId, deviceId, receivedAt, change, reason }) => ({
      event_uuid: uuid,
      event_type: eventType,
      user_id: userId,
      device_id: deviceId,
      received_at: receivedAt,
      change,
      reason,
    }),
  ),
});
