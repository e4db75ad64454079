import type { Outcome } from "@/lib/engine/ingest/rejection";

/** An HTTP answer, ready to be written by either mount. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

// Any page may send events (interface: "public, CORS *"). These request headers are sent by SDKs.
const SDK_HEADERS = "Content-Type, Content-Encoding, Cross-Origin-Resource-Policy";
const PREFLIGHT_SECONDS = "86400";

const JSON_HEADERS = {
  "Content-Type": "application/json",
  "Access-Control-Allow-Origin": "*",
} as const;
const TEXT_HEADERS = {
  "Content-Type": "text/plain; charset=utf-8",
  "Access-Control-Allow-Origin": "*",
  "X-Content-Type-Options": "nosniff",
} as const;

export const jsonAnswer = (status: number, body: string): Answer => ({
  status,
  headers: JSON_HEADERS,
  body,
});

export const textAnswer = (status: number, body: string): Answer => ({
  status,
  headers: TEXT_HEADERS,
  body,
});

/** With the header that the outcome calls for, if any. */
export function withOwnHeader(answer: Answer, outcome: Outcome): Answer {
  if (outcome.kind === "method_not_allowed") return withHeader(answer, "Allow", outcome.allow);
  if (outcome.kind === "over_quota")
    return withHeader(answer, "Retry-After", String(outcome.quota.retryAfterSeconds));
  return answer;
}

const withHeader = (answer: Answer, name: string, value: string): Answer => ({
  ...answer,
  headers: { ...answer.headers, [name]: value },
});

/** A list of header names; a page with tracing, the longest known, asks for about 100 characters. */
const HEADER_NAMES = /^[\w!#$%&'*+.^`|~-]+(?:[ \t]*,[ \t]*[\w!#$%&'*+.^`|~-]+)*$/;
const HEADER_NAMES_CHARS_MAX = 1_024;

/**
 * The answer to a browser's CORS preflight. `methods` as in an Allow header. What the page asks for is allowed: tracing
 * adds headers to every request of a page, and nothing here depends on one.
 */
export const preflightAnswer = (methods: string, requestedHeaders: string | undefined): Answer => ({
  status: 204,
  headers: {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": methods,
    "Access-Control-Allow-Headers": isListOfNames(requestedHeaders)
      ? requestedHeaders
      : SDK_HEADERS,
    Vary: "Access-Control-Request-Headers",
    "Access-Control-Max-Age": PREFLIGHT_SECONDS,
  },
  body: "",
});

const isListOfNames = (text: string | undefined): text is string =>
  text !== undefined && text.length <= HEADER_NAMES_CHARS_MAX && HEADER_NAMES.test(text);
