import {
  describeQuota,
  type EventProblem,
  type Outcome,
  REJECTION_STATUS,
  type Rejection,
} from "@/lib/engine/ingest/rejection";
import { type Answer, textAnswer, withOwnHeader } from "./answer";

// Identify and Group Identify answer in plain text, with the tokens that clients of that API know.

export function toTextAnswer(outcome: Outcome): Answer {
  if (outcome.kind === "accepted") return textAnswer(200, "success");
  return withOwnHeader(textAnswer(REJECTION_STATUS[outcome.kind], errorOf(outcome)), outcome);
}

function errorOf(rejection: Rejection): string {
  switch (rejection.kind) {
    case "invalid_path":
      return "invalid_path";
    case "method_not_allowed":
      return `method_not_allowed. Use ${rejection.allow}.`;
    case "unsupported_encoding":
      return "unsupported_encoding. Send the body plain or with gzip.";
    case "missing_field":
      return rejection.field === "api_key" ? "invalid_api_key" : "missing_event";
    // Docs, Identify: 400 `missing_event` = identification missing or malformed.
    case "missing_body":
    case "invalid_json":
    case "invalid_event_json":
      return "missing_event";
    case "invalid_api_key":
    case "unknown_source":
    case "wrong_secret":
      return "invalid_api_key";
    case "invalid_events":
      return `invalid_event_field. Invalid fields [${fieldsOf(rejection.problems)}].`;
    case "refused_by_log":
      return `invalid_event_field. ${rejection.message}`;
    case "too_large":
      return "request_too_large";
    case "query_too_long":
      return "request_uri_too_long. Send the fields in the body of a POST.";
    case "throttled":
      return "too_many_requests";
    case "over_quota":
      return `too_many_requests. ${describeQuota(rejection.quota)}`;
    case "too_slow":
      return "request_timeout. The body came too slowly: send it again.";
    case "unavailable":
      return "request_db_write_failed";
    case "outcome_unknown":
      return "request_db_write_unknown. It is not known whether this was stored. Send it again.";
    case "partly_stored":
      return "request_db_write_partial. Not all of this is known to be stored. Send it again.";
    case "failed":
      return "internal_error";
  }
}

const fieldsOf = (problems: readonly EventProblem[]): string =>
  [...new Set(problems.map((problem) => problem.field))].join(", ");
