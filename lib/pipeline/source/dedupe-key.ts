import type { IncomingEvent } from "@/lib/pipeline/source/event";

/**
 * Two events of a project with the same key within seven days are one event (docs, HTTP V2: `insert_id`, with the
 * `device_id` when there is one). `null` without insert_id: such an event is never a duplicate. Pure.
 */
export function dedupeKey(event: Pick<IncomingEvent, "deviceId" | "insertId">): string | null {
  return event.insertId === null ? null : `${event.deviceId ?? ""}\n${event.insertId}`;
}
