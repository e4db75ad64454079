import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import { err, ok, type Result } from "@/lib/kernel/result";
import { parseUploadTime } from "@/lib/pipeline/source/event-time";
import { ID_CHARS_MIN } from "@/lib/pipeline/source/identity";
import type { Endpoint } from "./endpoint";
import { parseJson } from "./parse-json";
import type { Rejection } from "./rejection";

// The fields of a request, from JSON, a form or a query, as one Upload.

export interface Upload {
  readonly apiKey: string;
  readonly events: readonly JsonObject[];
  readonly idCharsMin: number;
  readonly clientUploadMs: number | null;
}

/** The fields of a body. curl declares a form by default: what begins like JSON is JSON. */
export function readFields(
  text: string,
  contentType: string | undefined,
): Result<JsonObject, Rejection> {
  const isForm = contentType?.trimStart().toLowerCase().startsWith(FORM) ?? false;
  if (isForm && !/^\s*[{[]/.test(text)) return ok(formFields(text));
  const parsed = parseJson(text);
  return isJsonObject(parsed) ? ok(parsed) : err({ kind: "invalid_json" });
}

const FORM = "application/x-www-form-urlencoded";

/** Fields of a form or query; each value is text. */
export const formFields = (text: string): JsonObject =>
  Object.fromEntries(new URLSearchParams(text));

export function readUpload(fields: JsonObject, endpoint: Endpoint): Result<Upload, Rejection> {
  // `client` and `upload_time` are the form fields of the first JavaScript SDK.
  const apiKey = fields["api_key"] ?? fields["client"] ?? "";
  if (apiKey === "") return err({ kind: "missing_field", field: "api_key" });
  if (typeof apiKey !== "string")
    return err({ kind: "invalid_api_key", apiKey: "it must be a string" });
  const events = readEvents(fields, endpoint);
  if (!events.ok) return events;
  return ok({
    apiKey,
    events: events.value,
    idCharsMin: idCharsMin(fields["options"]),
    clientUploadMs: parseUploadTime(fields["client_upload_time"] ?? fields["upload_time"]),
  });
}

function readEvents(
  fields: JsonObject,
  endpoint: Endpoint,
): Result<readonly JsonObject[], Rejection> {
  const name = endpoint.eventFields.find((field) => hasValue(fields[field]));
  const sent = name === undefined ? undefined : fields[name];
  if (name === undefined || sent === undefined)
    return err({ kind: "missing_field", field: endpoint.eventFields[0] });
  const value = typeof sent === "string" ? parseJson(sent) : sent;
  // Only HTTP V2's and Batch's JSON field `events` has to be an array.
  const list = isJsonObject(value) && (name !== "events" || sent !== value) ? [value] : value;
  if (!Array.isArray(list)) return err({ kind: "invalid_event_json", indexes: [] });
  if (list.length === 0) return err({ kind: "missing_field", field: endpoint.eventFields[0] });
  if (list.length > endpoint.eventsMax) return err({ kind: "too_large" });
  const events = list.filter(isJsonObject);
  if (events.length === list.length) return ok(events);
  const indexes = [...list.keys()].filter((index) => !isJsonObject(list[index]));
  return err({ kind: "invalid_event_json", indexes });
}

const hasValue = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && value !== "";

/** `options.min_id_length`; forms carry `options` as JSON text. Anything but a whole number counts as not given. */
function idCharsMin(options: Json | undefined): number {
  const value = typeof options === "string" ? parseJson(options) : options;
  const min = isJsonObject(value) ? value["min_id_length"] : undefined;
  return typeof min === "number" && Number.isInteger(min) && min >= 0 ? min : ID_CHARS_MIN;
}
