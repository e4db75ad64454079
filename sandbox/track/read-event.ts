import { exceedsBytes, isRecord, type JsonRecord } from "@/sandbox/json-object";
import { isUlid } from "@/sandbox/state/event-id";
import { EVENT_TYPES, type EventInput, type EventType } from "@/sandbox/state/operation";
import type { Notes } from "./checked";
import { EVENT_DATA_BYTES_MAX, EVENT_NAME_BYTES_MAX } from "./limits";
import { readTime } from "./read-time";

const CAMPAIGN_KEYS = ["recipient", "from_address", "reply_to"]; // these override campaign settings

/** The payload of an event is called `data` in v1 and `attributes` in v2. */
type PayloadKey = "data" | "attributes";

/** Reads the fields that v1 and v2 events share. `type` is what the caller says; v2 says it by the action. */
export function readEvent(
  body: JsonRecord,
  payloadKey: PayloadKey,
  type: unknown,
  now: number,
  notes: Notes,
): EventInput {
  const name = readName(body["name"], notes);
  const data = readPayload(body[payloadKey], payloadKey, notes);
  const timestamp = readTime(body["timestamp"], "timestamp", now, notes);
  return { id: readId(body["id"], notes), name, type: readType(type, notes), timestamp, data };
}

function readName(value: unknown, notes: Notes): string {
  const name = typeof value === "string" ? value.trim() : "";
  if (name === "") notes.required("name", "event name must not be blank");
  else if (exceedsBytes(name, EVENT_NAME_BYTES_MAX)) {
    notes.invalid("name", "event name cannot be longer than 100 bytes");
  }
  return name;
}

function readPayload(value: unknown, key: PayloadKey, notes: Notes): JsonRecord {
  if (value === undefined) return {};
  if (!isRecord(value)) {
    notes.invalid(key, `event data must be a hash (e.g., send "data":{} instead of "data":"")`);
    return {};
  }
  if (key === "data" && exceedsBytes(JSON.stringify(value), EVENT_DATA_BYTES_MAX)) {
    notes.invalid(key, "event data cannot be longer than 100000 bytes");
  }
  for (const reserved of CAMPAIGN_KEYS) {
    if (value[reserved] !== undefined)
      notes.found("reserved-key", `${key}.${reserved}`, "overrides a campaign");
  }
  return value;
}

function readId(value: unknown, notes: Notes): string | undefined {
  if (value === undefined || value === null) {
    notes.found("non-ulid-id", "id", "missing");
    return undefined;
  }
  const id = typeof value === "string" ? value : JSON.stringify(value);
  if (!isUlid(id)) notes.found("non-ulid-id", "id", id.slice(0, 60));
  return id;
}

/** An unknown type becomes `event`. */
function readType(value: unknown, notes: Notes): EventType {
  const type = value === undefined ? "event" : (EVENT_TYPES.find((it) => it === value) ?? "event");
  if (value !== undefined && value !== "event")
    notes.found("type-not-event", "type", String(value));
  return type;
}
