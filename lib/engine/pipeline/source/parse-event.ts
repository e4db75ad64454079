import { isEmptyList, isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import { err, ok, type Result } from "@/lib/kernel/result";
import { cleanJson, Edits, LEVELS_MAX } from "./clean-json";
import { type EventKind, FROM_AMPLITUDE, type IncomingEvent, type Source } from "./event";
import { eventTimeMs, parseTime } from "./event-time";
import { fromExportRow } from "./export-row";
import { isGroups } from "./groups";
import { type ReadName, readEventType, readId, readInsertId } from "./identity";
import { PersonProperties } from "./person-properties";
import { applyOperations, type PropertyOperations, parseOperations } from "./property-operations";

// One event object of Amplitude's HTTP API becomes an IncomingEvent, or says everything that is wrong with it.

/** What the request says about each of its events. Times in ms. */
export interface ParseContext {
  readonly source: Source;
  readonly receivedMs: number;
  readonly clientUploadMs: number | null;
  /** `options.min_id_length`, or ID_CHARS_MIN. */
  readonly idCharsMin: number;
  /** Takes the place of `ip: "$remote"`; without it such an `ip` is left out. */
  readonly remoteAddress: string | null;
}

export interface FieldProblem {
  /** `id_length`: a user_id or device_id shorter than the minimum. */
  readonly kind: "missing" | "invalid" | "id_length";
  readonly field: string;
}

const OBJECT_FIELDS = ["event_properties", "user_properties", "group_properties"] as const;

/** Pure; total over whatever parseJson gives; its stack is bounded by LEVELS_MAX. */
export function parseEvent(
  sent: JsonObject,
  context: ParseContext,
): Result<IncomingEvent, readonly FieldProblem[]> {
  const row = fromExportRow(sent);
  return row === null
    ? parse(sent, context, FROM_AMPLITUDE.has(context.source))
    : parse(row, { ...context, clientUploadMs: null }, true);
}

/** @param hasState user properties come as Amplitude has them, and not as changes */
function parse(
  raw: JsonObject,
  context: ParseContext,
  hasState: boolean,
): Result<IncomingEvent, readonly FieldProblem[]> {
  const problems: FieldProblem[] = [];
  const read = (field: string, result: ReadName): string | null => {
    if (result.kind === "name") return result.name;
    if (result.kind === "invalid") problems.push({ kind: "invalid", field });
    if (result.kind === "too_short") problems.push({ kind: "id_length", field });
    return null;
  };

  const type = readEventType(raw["event_type"]);
  if (type.kind === "absent") problems.push({ kind: "missing", field: "event_type" });
  const eventType = read("event_type", type) ?? "";
  const kind = kindOf(eventType);
  const user = readId(raw["user_id"], context.idCharsMin);
  const device = readId(raw["device_id"], context.idCharsMin);
  const userId = read("user_id", user);
  const deviceId = read("device_id", device);
  // A group update belongs to no person: the SDKs send it without IDs, and its own API knows none.
  const isNobodys = [user, device].every((id) => id.kind === "absent");
  if (isNobodys && kind !== "group_identify")
    problems.push({ kind: "missing", field: "user_id" }, { kind: "missing", field: "device_id" });
  const insertId = read("insert_id", readInsertId(raw["insert_id"]));
  const clientMs = parseTime(raw["time"]);
  if (clientMs === undefined) problems.push({ kind: "invalid", field: "time" });

  const invalid = (field: string) => problems.push({ kind: "invalid", field });
  if (!isGroups(raw["groups"])) invalid("groups");
  for (const field of OBJECT_FIELDS) if (!isObjectOrAbsent(raw[field])) invalid(field);
  const payload = cleanPayload(raw, context.remoteAddress, invalid);
  const operations = kind === "group_identify" ? null : operationsOf(payload, hasState);
  if (operations === undefined) invalid("user_properties");
  if (problems.length > 0 || clientMs === undefined || operations === undefined)
    return err(problems);

  const skipsSync = payload["$skip_user_properties_sync"] === true;
  return ok({
    kind,
    source: context.source,
    eventType,
    userId,
    deviceId,
    insertId,
    timeMs: eventTimeMs(clientMs, context.clientUploadMs, context.receivedMs),
    receivedMs: context.receivedMs,
    payload,
    operations: skipsSync ? null : operations,
    onlySentUserProperties: skipsSync ? resolvedAlone(operations) : null,
  });
}

function kindOf(eventType: string): EventKind {
  if (eventType === "$identify") return "identify";
  return eventType === "$groupidentify" ? "group_identify" : "event";
}

const isObjectOrAbsent = (value: Json | undefined): boolean =>
  value === undefined || value === null || isJsonObject(value) || isEmptyList(value);

function cleanPayload(
  raw: JsonObject,
  remoteAddress: string | null,
  invalid: (field: string) => void,
): JsonObject {
  const edits = new Edits();
  for (const key of Object.keys(raw)) {
    const value = raw[key];
    if (value === undefined) continue;
    if (value === Infinity) {
      edits.set(key, undefined);
      continue;
    }
    const cleaned = cleanJson(value, LEVELS_MAX);
    if (cleaned === undefined) invalid(key.slice(0, 100).toWellFormed());
    else if (cleaned !== value) edits.set(key, cleaned);
  }
  if (raw["ip"] === "$remote") {
    edits.set("ip", remoteAddress ?? undefined);
  }
  return edits.applyTo(raw);
}

/** `null` without user properties, `undefined` when they cannot be read. */
function operationsOf(
  payload: JsonObject,
  hasState: boolean,
): PropertyOperations | null | undefined {
  const sent = payload["user_properties"];
  if (!isJsonObject(sent) || Object.keys(sent).length === 0) return null;
  const operations = parseOperations(sent);
  if (operations === null || !hasState) return operations ?? undefined;
  return { ...operations, plain: {}, state: operations.plain };
}

/** What the operations make of somebody without properties. Pure. */
export function resolvedAlone(operations: PropertyOperations | null): JsonObject {
  const person = new PersonProperties();
  if (operations !== null) applyOperations(person, operations);
  return person.toJson();
}
