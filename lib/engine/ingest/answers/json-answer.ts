import {
  describeQuota,
  type EventProblem,
  type Outcome,
  REJECTION_STATUS,
  type Rejection,
} from "@/lib/engine/ingest/rejection";
import type { Json, JsonObject } from "@/lib/kernel/json";
import { type Answer, jsonAnswer, withOwnHeader } from "./answer";

// HTTP V2 and Batch: `code` in the body always equals the HTTP status, because SDKs decide by one or the other.

/** An error quotes at most this much of a key. */
const QUOTED_CHARS_MAX = 100;

export function toJsonAnswer(outcome: Outcome): Answer {
  // The one hot answer. The Java SDK reads all three numbers as integers.
  if (outcome.kind === "accepted")
    return jsonAnswer(
      200,
      `{"code":200,"events_ingested":${outcome.stored},"payload_size_bytes":${outcome.payloadBytes},"server_upload_time":${outcome.receivedMs}}`,
    );
  const code = REJECTION_STATUS[outcome.kind];
  const answer = jsonAnswer(code, JSON.stringify({ code, ...fieldsOf(outcome) }));
  return withOwnHeader(answer, outcome);
}

function fieldsOf(rejection: Rejection): JsonObject {
  switch (rejection.kind) {
    case "invalid_path":
      return {
        error:
          "Invalid request path. Send events to /2/httpapi or /batch, identifications to /identify or /groupidentify.",
      };
    case "method_not_allowed":
      return { error: `Method not allowed. Use ${rejection.allow}.` };
    case "missing_body":
      return { error: "Missing request body" };
    case "unsupported_encoding":
      return {
        error: `Unsupported Content-Encoding: ${quote(rejection.encoding)}. Send the body plain or with gzip.`,
      };
    case "invalid_json":
      return { error: "Invalid JSON request body" };
    case "missing_field":
      return {
        error: "Request missing required field",
        missing_field: rejection.field,
        events_with_invalid_fields: {},
        events_with_missing_fields: {},
      };
    case "invalid_event_json":
      return {
        error: "Invalid event JSON",
        // SDKs drop what is listed here and resend the rest; an unlisted 400 they repeat for ever.
        events_with_invalid_fields: { events: rejection.indexes },
        events_with_missing_fields: {},
      };
    case "invalid_api_key":
      // SDKs give up on the prefix "Invalid API key:", with the colon.
      return { error: `Invalid API key: ${quote(rejection.apiKey)}` };
    case "unknown_source":
      return { error: "There is no source at this address: copy the URL from the page Sources." };
    case "wrong_secret":
      return {
        error: "The header X-Tributary-Secret is missing or wrong. Nothing was stored.",
      };
    case "invalid_events":
      return describeProblems(rejection.problems);
    case "refused_by_log":
      return { error: rejection.message };
    case "too_large":
      return { error: "Payload too large" };
    case "query_too_long":
      return { error: "Query too long. Send the fields in the body of a POST." };
    case "throttled":
      return {
        error: "Too many requests for some devices and users",
        eps_threshold: rejection.throttled.eventsPerSecond,
        throttled_devices: Object.fromEntries(rejection.throttled.devices),
        throttled_users: Object.fromEntries(rejection.throttled.users),
        throttled_events: rejection.throttled.events,
        exceeded_daily_quota_devices: {},
        exceeded_daily_quota_users: {},
      };
    case "over_quota":
      return {
        error: describeQuota(rejection.quota),
        eps_threshold: rejection.quota.eventsPerSecond,
        throttled_devices: {},
        throttled_users: {},
        // SDKs hold back what is listed here, and send the rest at once.
        throttled_events: [...Array(rejection.quota.events).keys()],
        exceeded_daily_quota_devices: {},
        exceeded_daily_quota_users: {},
      };
    case "too_slow":
      return { error: "The body came too slowly. Nothing was accepted; send it again." };
    case "unavailable":
      return { error: "Events cannot be stored now. Nothing was accepted; send them again." };
    case "outcome_unknown":
      return {
        error:
          "It is not known whether these events were stored. Send them again: what was stored is ignored where it has an insert_id.",
      };
    case "partly_stored":
      return {
        error:
          "Not all of these events are known to be stored. Send all of them again: what was stored is ignored where it has an insert_id.",
      };
    case "failed":
      return { error: "Internal server error" };
  }
}

const quote = (text: string): string => text.slice(0, QUOTED_CHARS_MAX).toWellFormed();

/** Complete index arrays: SDKs drop exactly the listed events and resend the others. */
function describeProblems(problems: readonly EventProblem[]): JsonObject {
  const indexes = (kind: EventProblem["kind"]) => indexesByField(problems, kind);
  const invalid = indexes("invalid");
  const missing = indexes("missing");
  const lengths = indexes("id_length");
  if (invalid.size === 0 && missing.size === 0)
    return {
      events_with_invalid_id_lengths: Object.fromEntries(lengths),
      error: "Invalid id length for user_id or device_id",
    };
  return {
    error: missing.size > 0 ? "Request missing required field" : describeInvalid(problems),
    events_with_invalid_fields: Object.fromEntries(invalid),
    events_with_missing_fields: Object.fromEntries(missing),
    ...(lengths.size > 0 && { events_with_invalid_id_lengths: Object.fromEntries(lengths) }),
  };
}

/** With the reason of the first event that has one. */
function describeInvalid(problems: readonly EventProblem[]): string {
  const first = problems.find((problem) => problem.why !== undefined);
  const text = "Invalid field values on some events";
  return first === undefined
    ? text
    : `${text}: ${first.field} of events[${first.index}] ${first.why}`;
}

function indexesByField(
  problems: readonly EventProblem[],
  kind: EventProblem["kind"],
): ReadonlyMap<string, Json> {
  const fields = new Map<string, Set<number>>();
  for (const problem of problems) {
    if (problem.kind !== kind) continue;
    const indexes = fields.get(problem.field) ?? new Set();
    fields.set(problem.field, indexes.add(problem.index));
  }
  return new Map([...fields].map(([field, indexes]) => [field, [...indexes]]));
}
