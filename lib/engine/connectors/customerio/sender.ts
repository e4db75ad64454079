import type { Dispatcher } from "undici";
import type { Clock } from "@/lib/kernel/clock";
import { addressOf, type BaseUrls, regionOf } from "./base-urls";
import { basicAuthorization, type Credentials } from "./credentials";
import { judgeNetworkError, type Unanswered } from "./network-error";
import type { Region } from "./parameters";
import { readBody } from "./read-body";
import type { Answer } from "./response";

// The one place that talks to Customer.io. MUST send credentials to the two configured hosts and nowhere else.

const REQUEST_TIMEOUT_MS = 10_000;
const REDIRECTS_MAX = 3;

export interface SenderOptions {
  readonly credentials: Credentials;
  readonly region: Region;
  readonly baseUrls: BaseUrls;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  /** Of this product, for User-Agent. */
  readonly version: string;
  /** From connecting to the last byte, redirects included. */
  readonly requestTimeoutMs?: number;
}

interface ApiCall {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly body?: string;
}

/** What came back: an answer, a redirect that was not followed, or nothing. */
export type Reply =
  | { readonly kind: "answered"; readonly answer: Answer }
  | {
      readonly kind: "redirected";
      readonly status: number;
      readonly reason: "wrong_region" | "misconfigured";
      readonly message: string;
    }
  | { readonly kind: "unanswered"; readonly verdict: Unanswered };

/** Sends one call and follows redirects that stay on the host. Never rejects for the far end or the network. */
export async function sendCall(
  call: ApiCall,
  options: SenderOptions,
  signal: AbortSignal,
): Promise<Reply> {
  const deadline = startDeadline(options, signal);
  try {
    return await follow(call, options, deadline.signal);
  } catch (error) {
    return { kind: "unanswered", verdict: deadline.verdict() ?? judgeNetworkError(error) };
  } finally {
    deadline.clear();
  }
}

async function follow(call: ApiCall, options: SenderOptions, signal: AbortSignal): Promise<Reply> {
  let address = addressOf(options.baseUrls[options.region], call.path);
  for (let redirects = 0; ; redirects++) {
    const response = await options.dispatcher.request({
      ...address,
      method: call.method,
      headers: headersOf(call, options),
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
    const next = redirects === REDIRECTS_MAX ? TOO_MANY : judgeRedirect(status, target, options);
    if (!(next instanceof URL)) return { kind: "redirected", status, ...next };
    address = { origin: next.origin, path: next.pathname + next.search };
  }
}

type Refusal = Pick<Extract<Reply, { kind: "redirected" }>, "reason" | "message">;

const TOO_MANY: Refusal = {
  reason: "misconfigured",
  message: `Customer.io redirected more than ${REDIRECTS_MAX} times`,
};

/** Where to go on, when that is on the region's own host; else why the redirect is not followed. */
function judgeRedirect(
  status: number,
  target: URL | null,
  { region, baseUrls }: SenderOptions,
): URL | Refusal {
  if (target === null) {
    const message = `Customer.io answered ${status} without saying where to`;
    return { reason: "misconfigured", message };
  }
  const there = regionOf(target, region, baseUrls);
  if (there === region) return target;
  if (there !== null) {
    const message = `This workspace lives in the ${there.toUpperCase()} region`;
    return { reason: "wrong_region", message };
  }
  const message = `Customer.io answered ${status} to another host, ${target.origin}; it was not followed`;
  return { reason: "misconfigured", message };
}

function headersOf(call: ApiCall, { credentials, version }: SenderOptions): Record<string, string> {
  return {
    authorization: basicAuthorization(credentials),
    "user-agent": `Tributary/${version}`,
    accept: "application/json",
    "accept-encoding": "identity",
    ...(call.body === undefined ? {} : { "content-type": "application/json" }),
  };
}

const single = (header: string | string[] | undefined): string | null =>
  (Array.isArray(header) ? header[0] : header) ?? null;

function targetOf(location: string | null, from: { origin: string; path: string }): URL | null {
  const base = from.origin + from.path;
  return location !== null && URL.canParse(location, base) ? new URL(location, base) : null;
}

interface Deadline {
  readonly signal: AbortSignal;
  /** What the deadline or the caller's signal made of the request; undefined when neither did. */
  verdict(): Unanswered | undefined;
  clear(): void;
}

function startDeadline(options: SenderOptions, outer: AbortSignal): Deadline {
  const timeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  const controller = new AbortController();
  const cleared = new AbortController();
  let verdict: Unanswered | undefined;
  const end = (reason: "timeout" | "unreachable", message: string) => {
    if (cleared.signal.aborted || verdict !== undefined) return;
    verdict = { kind: "wait", reason, retryAfterMs: null, message };
    controller.abort(new Error(message));
  };
  const stop = () => end("unreachable", "Stopped before Customer.io answered");
  if (outer.aborted) stop();
  outer.addEventListener("abort", stop, { once: true });
  void options.clock
    .sleep(timeoutMs, cleared.signal)
    .then(() => end("timeout", `Customer.io did not answer within ${timeoutMs} ms`));
  return {
    signal: controller.signal,
    verdict: () => verdict,
    clear: () => {
      cleared.abort();
      outer.removeEventListener("abort", stop);
    },
  };
}
