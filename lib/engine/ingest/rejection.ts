import type { FieldProblem } from "@/lib/engine/pipeline/source/parse-event";
import type { ProjectId } from "@/lib/kernel/brand";

// Every way in which an upload is not taken. Two renderers turn it into an answer: JSON, and Identify's plain text.

/** What is wrong with the events of one request: index = position in the request. */
export interface EventProblem extends FieldProblem {
  readonly index: number;
  /** In words, where the kind does not say it. */
  readonly why?: string;
}

/** IDs over the rate, with the rate that was measured in events/s, and the events that would have exceeded it. */
export interface Throttled {
  readonly eventsPerSecond: number;
  readonly users: ReadonlyMap<string, number>;
  readonly devices: ReadonlyMap<string, number>;
  readonly events: readonly number[];
}

/** An API key or an address that sends more than the operator allows it. */
export interface OverQuota {
  readonly whose: "key" | "address";
  readonly eventsPerSecond: number;
  readonly retryAfterSeconds: number;
  /** In the request, all of which are refused. */
  readonly events: number;
}

export type Rejection =
  | { readonly kind: "invalid_path" }
  | { readonly kind: "method_not_allowed"; readonly allow: string }
  | { readonly kind: "missing_body" }
  | { readonly kind: "unsupported_encoding"; readonly encoding: string }
  | { readonly kind: "invalid_json" }
  | { readonly kind: "missing_field"; readonly field: string }
  | { readonly kind: "invalid_event_json"; readonly indexes: readonly number[] }
  | { readonly kind: "invalid_api_key"; readonly apiKey: string }
  /** Of a webhook. */
  | { readonly kind: "unknown_source"; readonly key: string }
  | { readonly kind: "wrong_secret"; readonly project: ProjectId }
  | { readonly kind: "invalid_events"; readonly problems: readonly EventProblem[] }
  /** The store says that these events can never be stored. */
  | { readonly kind: "refused_by_log"; readonly message: string }
  | { readonly kind: "too_large" }
  | { readonly kind: "query_too_long" }
  | { readonly kind: "throttled"; readonly throttled: Throttled }
  | { readonly kind: "over_quota"; readonly quota: OverQuota }
  | { readonly kind: "too_slow" }
  /** Nothing was stored. */
  | { readonly kind: "unavailable" }
  /** Whether it was stored is not known. */
  | { readonly kind: "outcome_unknown" }
  /** Some of its events, the first ones, are stored. */
  | { readonly kind: "partly_stored" }
  | { readonly kind: "failed" };

export type RejectionKind = Rejection["kind"];

export const REJECTION_STATUS = {
  invalid_path: 400,
  method_not_allowed: 405,
  missing_body: 400,
  unsupported_encoding: 400,
  invalid_json: 400,
  missing_field: 400,
  invalid_event_json: 400,
  invalid_api_key: 400,
  unknown_source: 404,
  wrong_secret: 401,
  invalid_events: 400,
  refused_by_log: 400,
  too_large: 413,
  query_too_long: 414,
  throttled: 429,
  over_quota: 429,
  too_slow: 408,
  unavailable: 503,
  outcome_unknown: 503,
  partly_stored: 503,
  failed: 500,
} as const satisfies Record<RejectionKind, number>;

interface Accepted {
  readonly kind: "accepted";
  /** Events stored now; duplicates are not counted. */
  readonly stored: number;
  readonly payloadBytes: number;
  readonly receivedMs: number;
}

export type Outcome = Accepted | Rejection;

export const describeQuota = ({ whose, eventsPerSecond, retryAfterSeconds }: OverQuota): string =>
  `This ${whose === "key" ? "API key" : "address"} may send ${eventsPerSecond} events per second. Nothing was accepted; send it again in ${retryAfterSeconds} s.`;
