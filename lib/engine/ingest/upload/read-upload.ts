import type { Endpoint } from "@/lib/engine/ingest/endpoint";
import type { Rejection } from "@/lib/engine/ingest/rejection";
import { parseUploadTime } from "@/lib/engine/pipeline/source/event-time";
import { toText } from "@/lib/engine/pipeline/source/identity";
import { isGiven } from "@/lib/engine/pipeline/source/other-names";
import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import { err, ok, type Result } from "@/lib/kernel/result";
import { multipartFields } from "./multipart";
import { parseJson } from "./parse-json";

// The fields of a request, from JSON, a form or a query, as one Upload.

export interface Upload {
  readonly apiKey: string;
  readonly events: readonly JsonObject[];
  readonly idCharsMin: number;
  readonly clientUploadMs: number | null;
}

/**
 * The fields of a body. What it looks like counts more than what it is called: curl calls everything a form, beacons
 * call everything text, and people forget to say that they send one.
 */
export function readFields(
  text: string,
  contentType: string | undefined,
): Result<JsonObject, Rejection> {
  const fields = LIKE_JSON.test(text) ? parseJson(text) : readForm(text, contentType ?? "");
  return isJsonObject(fields) ? ok(fields) : err({ kind: "invalid_json" });
}

const LIKE_JSON = /^\s*[{[]/;
const LIKE_FORM = /^\w+=/;

function readForm(text: string, contentType: string): JsonObject | null {
  if (/^\s*multipart\/form-data\b/i.test(contentType)) return multipartFields(text, contentType);
  const isForm = /^\s*application\/x-www-form-urlencoded\b/i.test(contentType);
  return isForm || LIKE_FORM.test(text) ? formFields(text) : null;
}

/** Fields of a form or query; each value is text. */
export const formFields = (text: string): JsonObject =>
  Object.fromEntries(new URLSearchParams(text));

export function readUpload(fields: JsonObject, endpoint: Endpoint): Result<Upload, Rejection> {
  const apiKey = apiKeyOf(fields);
  if (!apiKey.ok) return apiKey;
  const events = readEvents(fields, endpoint);
  if (!events.ok) return events;
  return ok({
    apiKey: apiKey.value,
    events: events.value,
    idCharsMin: idCharsMin(fields["options"]) ?? endpoint.idCharsMin,
    clientUploadMs: parseUploadTime(fields["client_upload_time"] ?? fields["upload_time"]),
  });
}

export function apiKeyOf(fields: JsonObject): Result<string, Rejection> {
  // `client` and `upload_time` are the form fields of the first JavaScript SDK.
  const sentKey = fields["api_key"] ?? fields["client"];
  if (!isGiven(sentKey)) return err({ kind: "missing_field", field: "api_key" });
  const apiKey = toText(sentKey);
  return apiKey === undefined
    ? err({ kind: "invalid_api_key", apiKey: "it must be a string" })
    : ok(apiKey);
}

function readEvents(
  fields: JsonObject,
  endpoint: Endpoint,
): Result<readonly JsonObject[], Rejection> {
  const name = endpoint.eventFields.find((field) => isGiven(fields[field]));
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

/** `options.min_id_length`; forms carry `options` as JSON text. Anything but a whole number counts as not given. */
function idCharsMin(options: Json | undefined): number | null {
  const value = typeof options === "string" ? parseJson(options) : options;
  const min = isJsonObject(value) ? value["min_id_length"] : undefined;
  return typeof min === "number" && Number.isInteger(min) && min >= 0 ? min : null;
}
