import type { IncomingMessage, ServerResponse } from "node:http";
import { isAmplitudes, serveAmplitude } from "@/sandbox/amplitude/serve-amplitude";
import { isExport, serveExport } from "@/sandbox/amplitude/serve-export";
import { serveAppApi } from "@/sandbox/inspect/serve-app-api";
import { serveInspection } from "@/sandbox/inspect/serve-inspection";
import { servePage } from "@/sandbox/page/serve-page";
import { type Answer, textAnswer } from "./answer";
import { parseBody, readBody } from "./read-body";
import type { Listener, SandboxContext } from "./sandbox-context";
import { serveTrack } from "./serve-track";
import { writeAnswer } from "./write-answer";

const OWN_BODY_BYTES_MAX = 1_000_000;
const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** Everything a listener gets: Amplitude's uploads, Customer.io's Track API, then the sandbox's own surfaces. */
export async function serveRequest(
  sandbox: SandboxContext,
  listener: Listener,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const target = req.url ?? "/";
  if (isExport(target)) return serveExport(sandbox, listener, req, res);
  if (isAmplitudes(target)) return serveAmplitude(sandbox, listener, req, res);
  if (!isOwnSurface(target)) return serveTrack(sandbox, listener, req, res);
  const raw = await readBody(req, OWN_BODY_BYTES_MAX);
  if (raw !== undefined) writeAnswer(res, serveOwn(sandbox, req, target, raw.bytes));
}

const isOwnSurface = (target: string) => !target.startsWith("/api/");

function serveOwn(
  sandbox: SandboxContext,
  req: IncomingMessage,
  target: string,
  bytes: Buffer,
): Answer {
  // A page of another site must not reach this one under a name that resolves to loopback.
  if (!LOOPBACK_HOST.test(req.headers.host ?? ""))
    return textAnswer(421, "421 call the sandbox as 127.0.0.1");
  const url = new URL(target, sandbox.usUrl);
  const method = req.method ?? "GET";
  const { authorization } = req.headers;
  if (url.pathname.startsWith("/v1/"))
    return serveAppApi(sandbox, method, url, authorization, parseBody(bytes));
  if (url.pathname.startsWith("/__sandbox/")) {
    return serveInspection(sandbox, method, url, authorization, parseBody(bytes));
  }
  return servePage(sandbox, method, url, bytes.toString("utf8"));
}
