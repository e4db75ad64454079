import type { RejectionKind } from "@/lib/engine/ingest/rejection";

const TEXTS: Readonly<Record<RejectionKind, string>> = {
  invalid_path: "Sent to a path that does not exist",
  method_not_allowed: "Sent with a method other than POST",
  missing_body: "The request had no body",
  unsupported_encoding: "The body was compressed in an unknown way",
  invalid_json: "The body was not JSON",
  missing_field: "A required field of the request was missing",
  invalid_event_json: "An event was not a JSON object",
  invalid_api_key: "The API key is not this project's",
  invalid_events: "A field of an event was missing or invalid",
  refused_by_log: "The event cannot be stored",
  too_large: "The request was too large",
  query_too_long: "The address was too long",
  throttled: "A user or device sent too many events per second",
  over_quota: "The API key or the address sent more events per second than its quota",
  too_slow: "The body came too slowly",
  unavailable: "The database did not answer; the sender tries again",
  outcome_unknown: "The database did not confirm; the sender tries again",
  failed: "An error of this server: its log says more",
};

const isKnown = (reason: string): reason is RejectionKind => reason in TEXTS;

/** Why an upload was rejected, in words. */
export const rejectionText = (reason: string): string => (isKnown(reason) ? TEXTS[reason] : reason);
