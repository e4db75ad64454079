import type { Dispatcher } from "undici";
import {
  addressOf,
  callDestination,
  type RefusedRedirect,
  type Reply,
} from "@/lib/engine/connectors/http/call";
import type { Clock } from "@/lib/kernel/clock";
import { type BaseUrls, regionOf } from "./base-urls";
import { basicAuthorization, type Credentials } from "./credentials";
import type { Region } from "./parameters";

// The one place that talks to Customer.io. MUST send credentials to the two configured hosts and nowhere else.

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

/** Sends one call and follows redirects that stay on the host. Never rejects for the far end or the network. */
export const sendCall = (
  call: ApiCall,
  options: SenderOptions,
  signal: AbortSignal,
): Promise<Reply> =>
  callDestination(
    {
      ...call,
      address: addressOf(options.baseUrls[options.region], call.path),
      headers: headersOf(call, options),
    },
    {
      ...options,
      destination: "Customer.io",
      judgeRedirect: (status, target) => judgeRedirect(status, target, options),
    },
    signal,
  );

/** Where to go on, when that is on the region's own host; else why the redirect is not followed. */
function judgeRedirect(
  status: number,
  target: URL | null,
  { region, baseUrls }: SenderOptions,
): URL | RefusedRedirect {
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
