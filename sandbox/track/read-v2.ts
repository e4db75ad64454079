import { exceedsBytes, isRecord, type JsonRecord } from "@/sandbox/json-object";
import type { WorkspaceConfig } from "@/sandbox/options";
import type { Operation } from "@/sandbox/state/operation";
import { type Checked, Notes } from "./checked";
import { readIdentifiers } from "./identifier";
import { OPERATION_KB_MAX } from "./limits";
import { checkAttributes, V2_WORDING } from "./read-attributes";
import { readEvent } from "./read-event";
import { readTime } from "./read-time";
import { readDevice, readMerge } from "./read-v1";

const OBJECT_ACTIONS = new Set([
  "identify",
  "identify_anonymous",
  "delete",
  "add_relationships",
  "delete_relationships",
]);

/** Reads one v2 operation. Its size is that of its compact JSON. */
export function readV2(operation: unknown, config: WorkspaceConfig, now: number): Checked {
  const notes = new Notes();
  if (!isRecord(operation)) {
    notes.invalid("", "operation must be an object");
    return notes.result(undefined);
  }
  const bytesMax = OPERATION_KB_MAX * config.kb;
  if (exceedsBytes(JSON.stringify(operation), bytesMax)) {
    notes.invalid("", `operation cannot be larger than ${bytesMax} bytes`);
  }
  return notes.result(readByType(operation, config, now, notes));
}

function readByType(
  operation: JsonRecord,
  config: WorkspaceConfig,
  now: number,
  notes: Notes,
): Operation | undefined {
  const { type, action } = operation as { type?: unknown; action?: unknown };
  if (type === "person") return readPerson(operation, config, now, notes);
  if (type === "delivery") return { kind: "not_modelled", what: "delivery" };
  if (type !== "object") return notes.invalid("type", "type must be person, object or delivery");
  if (typeof action === "string" && OBJECT_ACTIONS.has(action)) {
    return { kind: "not_modelled", what: `object ${action}` };
  }
  return notes.invalid("action", "unknown action");
}

function readPerson(
  operation: JsonRecord,
  config: WorkspaceConfig,
  now: number,
  notes: Notes,
): Operation | undefined {
  const action = operation["action"];
  if (action === "merge") return readMerge(operation, config, notes);
  const who = readIdentifiers(operation["identifiers"], "identifiers", config.mode, notes);
  switch (action) {
    case "identify": {
      const attributes = readIdentifyAttributes(operation["attributes"], now, notes);
      const timestamp = readTime(operation["timestamp"], "timestamp", now, notes);
      return who && { kind: "identify", who, attributes, timestamp };
    }
    case "event":
    case "page":
    case "screen": {
      const event = readEvent(operation, "attributes", action, now, notes);
      return who && { kind: "event", who, event };
    }
    case "delete":
    case "suppress":
    case "unsuppress":
      return who && { kind: action, who };
    case "add_device": {
      const device = readDevice(operation["device"], "token", notes);
      return who && device && { kind: "add_device", who, device };
    }
    case "delete_device":
      return who && readDeleteDevice(operation["device"], who, notes);
    case "add_relationships":
    case "delete_relationships":
      return { kind: "not_modelled", what: `person ${action}` };
    default:
      return notes.invalid("action", "unknown action");
  }
}

function readIdentifyAttributes(value: unknown, now: number, notes: Notes): JsonRecord {
  if (value === undefined) return {};
  if (!isRecord(value)) {
    notes.invalid("attributes", "attributes must be an object");
    return {};
  }
  checkAttributes(value, V2_WORDING, now, notes);
  return value;
}

function readDeleteDevice(
  device: unknown,
  who: Extract<Operation, { kind: "delete_device" }>["who"],
  notes: Notes,
): Operation | undefined {
  const token = isRecord(device) ? device["token"] : undefined;
  if (typeof token !== "string" || token === "") {
    return notes.required("device.token", "device token cannot be blank");
  }
  return { kind: "delete_device", who, token };
}
