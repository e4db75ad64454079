import { Agent } from "undici";

const CONNECT_TIMEOUT_MS = 5_000;

/** Connections to destinations, shared by all syncs of a process; close it when the process ends. */
export function createDispatcher(connectTimeoutMs = CONNECT_TIMEOUT_MS): Agent {
  // Each request has its own deadline; undici's are switched off so that there is one rule.
  return new Agent({
    connect: { timeout: connectTimeoutMs },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}
