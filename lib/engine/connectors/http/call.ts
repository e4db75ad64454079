import type { Dispatcher } from "undici";
import type { Clock } from "@/lib/kernel/clock";
import { judgeNetworkError, type Unanswered } from "./network-error";
import { readBody } from "./read-body";

// One HTTP call on a destination, as every connector makes it: a deadline, redirects only where the connector lets
// them lead, and whatever happens comes back as a value. MUST send headers and body to no other address.

const REQUEST_TIMEOUT_MS = 10_000;
const REDIRECTS_MAX = 3;

/** An origin, and the path below it with its query. */
export interface Address {
  readonly origin: string;
  readonly path: string;
}

interface HttpCall {
  readonly method: "GET" | "POST" | "PUT";
  readonly address: Address;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface CallOptions {
  /** The destination's name, for messages. */
  readonly destination: string;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  /** From connecting to the last byte, redirects included. */
  readonly requestTimeoutMs?: number;
  /** Where to go on, or why not. `target` is null when the answer did not say where to. */
  judgeRedirect(status: number, target: URL | null): URL | RefusedRedirect;
}

export interface RefusedRedirect {
  readonly reason: "wrong_region" | "misconfigured";
  readonly message: string;
}

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
  /** `cut_off`: the connection ended before the body did; `too_long`: we stopped reading. */
  readonly bodyState: "complete" | "cut_off" | "too_long";
}

/** What came back: an answer, a redirect that was not followed, or nothing. */
export type Reply =
  | { readonly kind: "answered"; readonly answer: Answer }
  | ({ readonly kind: "redirected"; readonly status: number } & RefusedRedirect)
  | { readonly kind: "unanswered"; readonly verdict: Unanswered };

/** Never rejects for the far end or the network. */
export async function callDestination(
  call: HttpCall,
  options: CallOptions,
  signal: AbortSignal,
): Promise<Reply> {
  const deadline = startDeadline(options, signal);
  try {
    return await follow(call, options, deadline.signal);
  } catch (error) {
    const verdict = deadline.verdict() ?? judgeNetworkError(error, options.destination);
    return { kind: "unanswered", verdict };
  } finally {
    deadline.clear();
  }
}

async function follow(call: HttpCall, options: CallOptions, signal: AbortSignal): Promise<Reply> {
  let { address } = call;
  for (let redirects = 0; ; redirects++) {
    const response = await options.dispatcher.request({
      ...address,
      method: call.method,
      headers: call.headers,
      body: call.body ?? null,
      signal,
    });
    const { statusCode: status, headers } = response;
    const body = await readBody(response.body, single(headers["content-encoding"]), signal);
    if (status < 300 || status >= 400) {
      const retryAfter = single(headers["retry-after"]);
      return { kind: "answered", answer: { status, retryAfter, ...body } };
    }
    const target = targetOf(single(headers["location"]), address);
    const next =
      redirects === REDIRECTS_MAX ? tooMany(options) : options.judgeRedirect(status, target);
    if (!(next instanceof URL)) return { kind: "redirected", status, ...next };
    address = { origin: next.origin, path: next.pathname + next.search };
  }
}

const tooMany = ({ destination }: CallOptions): RefusedRedirect => ({
  reason: "misconfigured",
  message: `${destination} redirected more than ${REDIRECTS_MAX} times`,
});

const single = (header: string | string[] | undefined): string | null =>
  (Array.isArray(header) ? header[0] : header) ?? null;

function targetOf(location: string | null, from: Address): URL | null {
  const base = from.origin + from.path;
  return location !== null && URL.canParse(location, base) ? new URL(location, base) : null;
}

/** The address of an API path below a base URL, which may have a path of its own (a relay). Pure. */
export function addressOf(base: string, path: string): Address {
  const url = new URL(base);
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, "") + path };
}

interface Deadline {
  readonly signal: AbortSignal;
  /** What the deadline or the caller's signal made of the request; undefined when neither did. */
  verdict(): Unanswered | undefined;
  clear(): void;
}

function startDeadline(options: CallOptions, outer: AbortSignal): Deadline {
  const { destination, clock, requestTimeoutMs = REQUEST_TIMEOUT_MS } = options;
  const controller = new AbortController();
  const cleared = new AbortController();
  let verdict: Unanswered | undefined;
  const end = (reason: "timeout" | "unreachable", message: string) => {
    if (cleared.signal.aborted || verdict !== undefined) return;
    verdict = { kind: "wait", reason, retryAfterMs: null, message };
    controller.abort(new Error(message));
  };
  const stop = () => end("unreachable", `Stopped before ${destination} answered`);
  if (outer.aborted) stop();
  outer.addEventListener("abort", stop, { once: true });
  void clock
    .sleep(requestTimeoutMs, cleared.signal)
    .then(() => end("timeout", `${destination} did not answer within ${requestTimeoutMs} ms`));
  return {
    signal: controller.signal,
    verdict: () => verdict,
    clear: () => {
      cleared.abort();
      outer.removeEventListener("abort", stop);
    },
  };
}
