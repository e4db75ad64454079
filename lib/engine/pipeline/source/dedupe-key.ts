import { FROM_AMPLITUDE, type IncomingEvent } from "./event";

/** Who sent an event, and the name they gave it: all that tells whether two events are one. */
export type Sent = Pick<IncomingEvent, "userId" | "deviceId" | "insertId">;

/**
 * Two events of a project with the same key are one event: the log keeps the first, and the ids under which they go
 * out are made of it. An insert_id is a name within its device; without device it is a name within its user, whose
 * device Amplitude makes up. `null` without insert_id: such an event is never a duplicate.
 *
 * No two senders share a key: a device's begins with the device, a user's with an empty line (so the device `x` is
 * not the user `x`), and a line break inside an id becomes NUL, which ids cannot hold. Pure.
 */
export function dedupeKey({ userId, deviceId, insertId }: Sent): string | null {
  if (insertId === null) return null;
  return deviceId === null
    ? `\n${oneLine(userId ?? "")}\n${insertId}`
    : `${oneLine(deviceId)}\n${insertId}`;
}

/**
 * All keys under which the event is known here, none without insert_id. What comes from Amplitude may have been sent
 * here directly as well, and then without the device that Amplitude makes up for an event with a user alone. Pure.
 */
export function dedupeKeys(event: IncomingEvent): readonly string[] {
  const key = dedupeKey(event);
  if (key === null) return NO_KEYS;
  const { source, userId, deviceId, insertId } = event;
  const other =
    FROM_AMPLITUDE.has(source) && userId !== null && deviceId !== null
      ? dedupeKey({ userId, deviceId: null, insertId })
      : null;
  return other === null ? [key] : [key, other];
}

const NO_KEYS: readonly string[] = [];

const oneLine = (id: string): string => (id.includes("\n") ? id.replaceAll("\n", "\0") : id);
