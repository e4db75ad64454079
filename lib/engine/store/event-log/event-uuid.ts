import { randomUUID } from "node:crypto";

/** The events of an upload have one time: it is written once. */
let last = { ms: -1, text: "" };

/**
 * A new UUID of version 7 (RFC 9562 §5.7): 48 bits of the time the event was received, then 74 random ones. So an index
 * of ranges finds an event by it, and its day is known.
 */
export function eventUuid(receivedMs: number): string {
  if (receivedMs !== last.ms) last = { ms: receivedMs, text: beginning(receivedMs) };
  return last.text + randomUUID().slice(15);
}

function beginning(ms: number): string {
  const time = ms.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7`;
}
