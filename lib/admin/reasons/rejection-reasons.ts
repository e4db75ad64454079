import type { RejectionKind } from "@/lib/engine/ingest/rejection";
import type { Reason } from "./reason";

const AGAIN = "Nothing has to be done: SDKs send it again by themselves.";

/** Why an upload was not taken. What was answered to the sender said the same, with the field and the index. */
export const REJECTION_REASONS: Readonly<Record<RejectionKind, Reason>> = {
  invalid_path: {
    title: "Sent to a path that does not exist",
    means: "There is nothing at the path to which it was sent.",
    advice: "Send events to /2/httpapi or /batch, identifications to /identify or /groupidentify.",
    action: "show_snippets",
  },
  method_not_allowed: {
    title: "Sent with a method other than POST",
    means: "The path takes POST, and it came with another method.",
    advice: "Send it with POST.",
    action: "show_snippets",
  },
  missing_body: {
    title: "The request had no body",
    means: "Nothing was sent in it.",
    advice: "Send the API key and the events as JSON in the body.",
    action: "show_snippets",
  },
  unsupported_encoding: {
    title: "The body was compressed in an unknown way",
    means: "Its Content-Encoding is one that is not read here.",
    advice: "Send the body plain or with gzip.",
    action: null,
  },
  invalid_json: {
    title: "The body was not JSON",
    means: "The body has a fault of syntax, so nothing in it can be trusted.",
    advice: "Print the body with a JSON library, not by hand.",
    action: "show_snippets",
  },
  missing_field: {
    title: "A required field of the request was missing",
    means: "The request lacks its API key or its events.",
    advice: "Send both: api_key and events, on Identify identification.",
    action: "show_snippets",
  },
  invalid_event_json: {
    title: "An event was not a JSON object",
    means: "Something in the list of events is not an object.",
    advice: "Send an object with event_type and user_id for each event.",
    action: "show_snippets",
  },
  invalid_api_key: {
    title: "The API key is no project's",
    means: "No project has this API key.",
    advice: "Copy the project's API key into the SDK.",
    action: "show_key",
  },
  unknown_source: {
    title: "The webhook's address is no source's",
    means: "No source has the key in the address. It was deleted, or the address was mistyped.",
    advice: "Copy the URL from the page Sources into Amplitude's webhook.",
    action: null,
  },
  wrong_secret: {
    title: "The webhook's secret was missing or wrong",
    means: "The header X-Tributary-Secret did not hold the source's secret. Nothing was stored.",
    advice:
      "Replace the secret on the page Sources, and put the new one into the header in Amplitude. Amplitude tries again for four hours.",
    action: null,
  },
  invalid_events: {
    title: "A field of an event was missing or invalid",
    means: "The answer named the field and the events; nothing of the upload was stored.",
    advice: "Mend the named field where the event is made.",
    action: null,
  },
  refused_by_log: {
    title: "The event cannot be stored",
    means: "The database says that it can never store it as it is.",
    advice: "Mend what the answer named where the event is made.",
    action: null,
  },
  too_large: {
    title: "The request was too large",
    means: "The request, or an event in it, is larger than the path takes.",
    advice: "Send fewer events in an upload, and large uploads to /batch.",
    action: null,
  },
  query_too_long: {
    title: "The address was too long",
    means: "The fields came in the address, which has a bound.",
    advice: "Send the fields in the body of a POST.",
    action: "show_snippets",
  },
  throttled: {
    title: "A user or device sent too many events per second",
    means:
      "It went beyond the rate of one user or device, which is the same as at Amplitude, and lower while a relay to Amplitude is far behind.",
    advice:
      "SDKs hold it back and send it again. Where it is legal traffic, send it to /batch, which takes more.",
    action: null,
  },
  over_quota: {
    title: "The API key or the address sent more events per second than its quota",
    means: "The operator set a quota, and it was used up.",
    advice: "SDKs send it again. If it is legal traffic, have the operator raise the quota.",
    action: null,
  },
  too_slow: {
    title: "The body came too slowly",
    means: "The upload did not arrive in the time that one may take; nothing was stored.",
    advice: AGAIN,
    action: null,
  },
  unavailable: {
    title: "The database did not answer; the sender tries again",
    means: "Nothing was stored, and the sender was told so.",
    advice: `${AGAIN} If it goes on, look at the database.`,
    action: null,
  },
  outcome_unknown: {
    title: "The database did not confirm; the sender tries again",
    means: "Whether it was stored is not known, and the sender was told so.",
    advice: `${AGAIN} What was stored is ignored then, where it has an insert_id.`,
    action: null,
  },
  partly_stored: {
    title: "The database did not take all of it; the sender tries again",
    means: "Not all of a large upload is known to be stored, and the sender was told so.",
    advice: `${AGAIN} What was stored is ignored then, where it has an insert_id.`,
    action: null,
  },
  failed: {
    title: "An error of this server: its log says more",
    means: "The upload met a fault of Tributary.",
    advice: "Look at the server's log, and report it.",
    action: null,
  },
};
