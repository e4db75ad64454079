import type { Encoded, Identifier, Operation } from "@/lib/engine/pipeline/ports";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Json, JsonObject } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";

// An accepted event as Amplitude gets it: what was sent, with what a server in between has to put right. Its time is
// the corrected one (so that no later request moves it), and it has an insert_id, the same in every attempt.

const NO_WARNINGS: readonly string[] = [];

/**
 * The body of an upload around its events; the project's key is put in on its way out. Shorter ids were accepted only
 * because their sender said so: Amplitude is told the same.
 */
export const UPLOAD = { head: '{"events":[', tail: '],"options":{"min_id_length":1}}' } as const;

export interface EncodedEvent {
  readonly path: string;
  /** Bytes of one event at most: what is larger is never taken. */
  readonly bytesMax: number;
}

/** Pure. */
export function encode(event: Event, { path, bytesMax }: EncodedEvent): Encoded {
  const json = stringifyJson(relayed(event));
  const bytes = Buffer.byteLength(json);
  const identifier = identifierOf(event);
  if (bytes > bytesMax) {
    return {
      kind: "discarded",
      reason: "event_data_too_large",
      message: `The event has ${bytes} bytes; Amplitude takes ${bytesMax} in a request`,
      identifier,
    };
  }
  const operation: Operation = {
    kind: event.kind === "event" ? "event" : "identify",
    json,
    bytes,
    alone: false,
    single: { method: "POST", path, body: UPLOAD.head + json + UPLOAD.tail },
  };
  return { kind: "ready", identifier, operations: [operation], warnings: NO_WARNINGS };
}

/**
 * The payload is the event as received, its ids as sent: Amplitude knows by itself who used the device last. The
 * identify endpoints have no name for their events; Amplitude's event endpoints know them by these.
 */
function relayed(event: Event): JsonObject {
  const { eventType, timeMs } = event;
  const { client_upload_time: _corrected, ...payload } = event.payload;
  return { ...payload, event_type: eventType, time: timeMs, insert_id: insertIdOf(event) };
}

/** By which Amplitude knows the event again: as sent, or ours, the same in every attempt. Pure. */
export const insertIdOf = ({ insertId, uuid }: Pick<Event, "insertId" | "uuid">): string =>
  insertId ?? uuid;

/** As whom Amplitude will know it: the log shows that. */
function identifierOf({ payload }: Event): Identifier | null {
  const user = textOf(payload["user_id"]);
  if (user !== null) return { kind: "user_id", value: user };
  const device = textOf(payload["device_id"]);
  return device === null ? null : { kind: "device_id", value: device };
}

/** An id may have been sent as a number. */
const textOf = (value: Json | undefined): string | null =>
  value === undefined || value === null ? null : String(value);
