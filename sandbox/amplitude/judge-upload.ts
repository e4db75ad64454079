import { isJsonNumber } from "@/lib/kernel/exact-number";
import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import { type Answer, jsonAnswer } from "@/sandbox/http/answer";
import type { AmplitudeProject } from "./amplitude-project";

// What Amplitude answers to an upload, written from its documentation alone. Nothing of an upload is taken unless all
// of it is.

interface Limits {
  readonly bytes: number;
  readonly events: number;
}

/** Docs: HTTP V2 "less than 1 MB and 2000 events", Batch "20 MB and 2000 events". */
export const UPLOAD_LIMITS: Readonly<Record<string, Limits>> = {
  "/2/httpapi": { bytes: 1_000_000, events: 2_000 },
  "/batch": { bytes: 20_000_000, events: 2_000 },
};

const ID_CHARS_MIN = 5;
const INVALID_IDS = new Set(["", "0", "-1", "anonymous", "none", "null", "undefined", "unknown"]);

/** A body that was read and parsed; null when it is no JSON object. */
export function judgeUpload(
  project: AmplitudeProject,
  path: string,
  bytes: number,
  body: JsonObject | null,
): Answer {
  const limits = UPLOAD_LIMITS[path];
  if (limits === undefined) return refusal(404, "Invalid request path");
  const { config } = project;
  if (bytes > (config.body_bytes_max ?? limits.bytes)) return refusal(413, "Payload too large");
  if (body === null) return refusal(400, "Invalid JSON request body");
  const { api_key: key, events } = body;
  if (key === undefined || key === "") {
    return refusal(400, "Request missing required field", { missing_field: "api_key" });
  }
  if (key !== config.api_key) return refusal(400, `Invalid API key: ${String(key)}`);
  if (!Array.isArray(events)) {
    return refusal(400, "Request missing required field", { missing_field: "events" });
  }
  if (events.length > limits.events) return refusal(413, "Payload too large");
  const sent = events.map((event) => (isJsonObject(event) ? event : {}));
  const answer = faultsOf(sent, idCharsMin(body), project) ?? throttleOf(sent, project);
  if (answer !== undefined) return answer;
  return jsonAnswer(200, {
    code: 200,
    events_ingested: Math.max(0, sent.length - config.unconfirmed),
    payload_size_bytes: bytes,
    server_upload_time: Date.now(),
  });
}

function idCharsMin({ options }: JsonObject): number {
  const min = isJsonObject(options) ? options["min_id_length"] : undefined;
  return typeof min === "number" ? min : ID_CHARS_MIN;
}

type Kind = "missing" | "invalid" | "short";

interface Fault {
  readonly kind: Kind;
  readonly field: string;
}

function faultsOf(
  events: readonly JsonObject[],
  charsMin: number,
  { config }: AmplitudeProject,
): Answer | undefined {
  const silenced = indexesWhere(events, ({ device_id: device }) =>
    config.silenced_devices.includes(String(device)),
  );
  if (silenced.length > 0) return silencedAnswer(silenced, config);
  const faults = events.map((event) => [
    ...nameAndTime(event, config.refused_event_types),
    ...idFaults(event, charsMin),
  ]);
  const short = byField(faults, "short");
  if (short !== undefined) {
    return refusal(400, "Invalid id length for user_id or device_id", {
      events_with_invalid_id_lengths: short,
    });
  }
  const missing = byField(faults, "missing");
  const invalid = byField(faults, "invalid");
  if (missing === undefined && invalid === undefined) return undefined;
  return refusal(400, "Invalid field values on some events", {
    events_with_missing_fields: missing ?? {},
    events_with_invalid_fields: invalid ?? {},
  });
}

function nameAndTime({ event_type: type, time }: JsonObject, refused: readonly string[]): Fault[] {
  const faults: Fault[] = [];
  if (typeof type !== "string" || type === "")
    faults.push({ kind: "missing", field: "event_type" });
  if (refused.includes(String(type))) faults.push({ kind: "invalid", field: "event_properties" });
  if (!isAbsent(time) && !(isJsonNumber(time) && Number(time) >= 0)) {
    faults.push({ kind: "invalid", field: "time" });
  }
  return faults;
}

function idFaults(event: JsonObject, charsMin: number): Fault[] {
  const fields = ["user_id", "device_id"].filter((field) => !isAbsent(event[field]));
  if (fields.length === 0 && event["event_type"] !== "$groupidentify") {
    return [{ kind: "missing", field: "user_id" }];
  }
  return fields.flatMap((field): Fault[] => {
    const id = String(event[field]);
    if (INVALID_IDS.has(id.toLowerCase())) return [{ kind: "invalid", field }];
    return id.length < charsMin ? [{ kind: "short", field }] : [];
  });
}

/** Field → the indexes of the events that have such a fault there; undefined when there is none. */
function byField(
  faults: readonly (readonly Fault[])[],
  kind: Kind,
): Record<string, number[]> | undefined {
  const fields = new Set(faults.flat().flatMap((one) => (one.kind === kind ? [one.field] : [])));
  if (fields.size === 0) return undefined;
  const indexes = (field: string) =>
    indexesWhere(faults, (all) => all.some((one) => one.kind === kind && one.field === field));
  return Object.fromEntries([...fields].map((field) => [field, indexes(field)]));
}

const indexesWhere = <T>(all: readonly T[], test: (one: T) => boolean): number[] =>
  all.flatMap((one, index) => (test(one) ? [index] : []));

const silencedAnswer = (
  silenced: readonly number[],
  { eps_threshold, silenced_devices }: AmplitudeProject["config"],
): Answer =>
  refusal(400, "Events silenced for device_id", {
    eps_threshold: eps_threshold ?? 30,
    silenced_devices,
    silenced_events: silenced,
    exceeded_daily_quota_devices: {},
    throttled_devices: {},
    throttled_events: [],
  });

function throttleOf(events: readonly JsonObject[], project: AmplitudeProject): Answer | undefined {
  const { eps_threshold: threshold, over_quota_devices: overQuota } = project.config;
  const counts: Record<string, number> = {};
  const held = events.flatMap((event, index) => {
    const id = String(event["user_id"] ?? event["device_id"]);
    if (overQuota.includes(String(event["device_id"]))) return [index];
    const count = threshold === null ? 0 : project.countSecond(id);
    if (count <= (threshold ?? 0)) return [];
    counts[id] = count;
    return [index];
  });
  if (held.length === 0) return undefined;
  return refusal(429, "Too many requests for some devices and users", {
    eps_threshold: threshold ?? 30,
    throttled_users: counts,
    throttled_devices: {},
    exceeded_daily_quota_devices: Object.fromEntries(overQuota.map((id) => [id, 500_001])),
    throttled_events: held,
  });
}

const isAbsent = (value: Json | undefined): boolean => value === undefined || value === null;

const refusal = (status: number, error: string, more: object = {}): Answer =>
  jsonAnswer(status, { code: status, error, ...more });
