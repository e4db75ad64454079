import type { IncomingMessage, ServerResponse } from "node:http";
import type { FiredFault } from "@/sandbox/faults/fault-book";
import type { Arrival } from "@/sandbox/in-flight";
import type { RequestRecord } from "@/sandbox/request-log";
import type { Ending } from "@/sandbox/stats";
import type { Exchange } from "@/sandbox/track/exchange";
import { judge } from "@/sandbox/track/judge";
import { REQUESTS_PER_SECOND_MAX } from "@/sandbox/track/limits";
import { peopleIn } from "@/sandbox/track/people-in";
import { lintPath, route } from "@/sandbox/track/route";
import type { Workspace } from "@/sandbox/workspace";
import { type Answer, isSuccess } from "./answer";
import { readBasic } from "./credentials";
import { parseBody, type RawBody, readBody } from "./read-body";
import type { Listener, SandboxContext } from "./sandbox-context";
import { writeAnswer, writeFaulty } from "./write-answer";

const ANSWER_KEPT_CHARACTERS = 2_000;

/** Serves one Track API request: record it, let a fault act, judge it, answer. */
export async function serveTrack(
  sandbox: SandboxContext,
  listener: Listener,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const credentials = readBasic(req.headers.authorization);
  const ws = sandbox.workspaces.find(credentials?.siteId ?? "") ?? sandbox.workspaces.default;
  const arrival = ws.inFlight.arrive();
  const gone = new AbortController();
  res.once("close", () => gone.abort());
  try {
    const raw = await readBody(req, ws.config.body_bytes_max);
    const record = recordRequest(ws, listener, req, credentials?.siteId, raw);
    const ending =
      raw === undefined
        ? "client_gone"
        : await answerRead(
            toExchange(sandbox, listener, ws, req, record, raw),
            arrival,
            res,
            gone.signal,
          );
    record.status = ending;
    ws.stats.countEnding(ending);
  } finally {
    arrival.leave();
  }
}

type Read = Omit<Exchange, "fault">;

function toExchange(
  sandbox: SandboxContext,
  listener: Listener,
  ws: Workspace,
  req: IncomingMessage,
  record: RequestRecord,
  raw: RawBody,
): Read {
  return {
    sandbox,
    listener,
    ws,
    credentials: readBasic(req.headers.authorization),
    route: route(record.method, record.path),
    url: req.url ?? "/",
    size: raw.size,
    body: raw.size > ws.config.body_bytes_max ? { kind: "none" } : parseBody(raw.bytes),
    record,
  };
}

async function answerRead(
  read: Read,
  arrival: Arrival,
  res: ServerResponse,
  gone: AbortSignal,
): Promise<Ending> {
  const { ws, record, sandbox } = read;
  const body = read.body.kind === "json" ? read.body.value : undefined;
  const people = peopleIn(read.route, body);
  arrival.concerns(people);
  const subject = { method: record.method, path: record.path, bytes: read.size, people, body };
  const fault = ws.faults.isQuiet ? undefined : ws.faults.fire(subject);
  if (fault === undefined) {
    const answer = judge({ ...read, fault });
    record.answer = answer.body.slice(0, ANSWER_KEPT_CHARACTERS);
    arrival.leave();
    writeAnswer(res, answer);
    return answer.status;
  }
  record.fault = fault.name;
  const wait = AbortSignal.any([gone, sandbox.closing]);
  const { effect } = fault;
  if (effect.delay_at !== "answer") await ws.base.sleep(fault.delayMs, wait);
  if (gone.aborted) return "client_gone";
  if (effect.drop === "before") return cut(res);
  const answer = faultyAnswer({ ...read, fault }, fault);
  record.answer = answer.body.slice(0, ANSWER_KEPT_CHARACTERS);
  if (effect.delay_at === "answer") await ws.base.sleep(fault.delayMs, wait);
  if (gone.aborted) return "client_gone";
  arrival.leave();
  if (effect.drop === "after_apply") return cut(res);
  await writeFaulty(res, answer, effect, ws.base, wait);
  return effect.drop === "mid_body" ? "cut" : answer.status;
}

/** A fault that answers something else than success answers in the request's place; otherwise the request takes effect. */
function faultyAnswer(x: Exchange, { effect }: FiredFault): Answer {
  if (effect.redirect_to !== undefined) {
    const location = effect.redirect_to.replace(/\/$/, "") + x.url;
    return {
      status: effect.status ?? 307,
      headers: { ...effect.headers, location },
      body: effect.body ?? "",
    };
  }
  const { status, body, headers } = effect;
  if (status !== undefined && status >= 300) {
    return { status, headers: headers ?? {}, body: body ?? "" };
  }
  const answer = judge(x);
  if (!isSuccess(answer)) return answer;
  return {
    status: status ?? answer.status,
    headers: headers ?? answer.headers,
    body: body ?? answer.body,
  };
}

function cut(res: ServerResponse): Ending {
  res.socket?.resetAndDestroy();
  return "cut";
}

function recordRequest(
  ws: Workspace,
  listener: Listener,
  req: IncomingMessage,
  siteId: string | undefined,
  raw: RawBody | undefined,
): RequestRecord {
  const perSecond = ws.stats.countRequest(ws.base.now());
  const keep = ws.config.keep_body_bytes;
  const [path = "/"] = (req.url ?? "/").split("?", 1);
  const record: RequestRecord = {
    number: ws.stats.requests,
    at: ws.clock.now(),
    listener,
    method: req.method ?? "GET",
    path,
    siteId,
    headers: keptHeaders(req),
    bytes: raw?.size ?? 0,
    body: raw?.bytes.toString("utf8", 0, keep) ?? "",
    bodyCut: (raw?.size ?? 0) > keep,
    status: undefined,
    answer: "",
    fault: undefined,
    lint: [],
  };
  ws.requests.push(record);
  for (const code of lintPath(path)) ws.reportAs(record, code, "path", path);
  if (req.headers["user-agent"] === undefined)
    ws.reportAs(record, "missing-user-agent", "User-Agent");
  if (perSecond > REQUESTS_PER_SECOND_MAX) {
    ws.reportAs(record, "over-1000-per-second", "rate", `${perSecond} in this second`);
  }
  return record;
}

function keptHeaders(req: IncomingMessage): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined) kept[name] = name === "authorization" ? "[redacted]" : String(value);
  }
  return kept;
}
