import type { Verdict } from "@/lib/engine/pipeline/ports";

// What it means when no answer came. Decided by error codes, never by message text.

/** The certificate or the protocol is wrong: waiting does not mend it. */
const MISCONFIGURED =
  /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH$|INVALID_CA$|EPROTO$)/;
const TIMEOUT = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "ETIMEDOUT",
]);

export type Unanswered = Extract<Verdict, { kind: "wait" | "unwell" }>;

/** Pure. */
export function judgeNetworkError(error: unknown, destination: string): Unanswered {
  const { code, message } = codeAndMessage(error);
  const said = [code, message].filter((part) => part !== "").join(": ") || "unknown network error";
  if (MISCONFIGURED.test(code)) {
    return {
      kind: "unwell",
      reason: "misconfigured",
      message: `No safe connection to ${destination}: ${said}`,
    };
  }
  const reason = TIMEOUT.has(code) ? "timeout" : "unreachable";
  return { kind: "wait", reason, retryAfterMs: null, message: said };
}

/** The first code found in the error, its cause, or the errors it gathers (one for each address tried). */
function codeAndMessage(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: "", message: String(error) };
  if ("code" in error && typeof error.code === "string") {
    return { code: error.code, message: error.message };
  }
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner === undefined ? { code: "", message: error.message } : codeAndMessage(inner);
}
