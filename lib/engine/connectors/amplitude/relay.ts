import type { ConnectionOptions, ConnectionResult } from "@/lib/engine/connectors/connector";
import {
  addressOf,
  callDestination,
  type RefusedRedirect,
  type Reply,
} from "@/lib/engine/connectors/http/call";
import { makeScrub, scrubVerdict } from "@/lib/engine/connectors/http/scrub";
import { frameLimits, joinedBatch } from "@/lib/engine/connectors/joined-batch";
import type { Attempt, Destination, Verdict } from "@/lib/engine/pipeline/ports";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { confirmedIn, judgeAnswer } from "./answers";
import { encode, UPLOAD } from "./encode";
import { ENDPOINTS } from "./endpoints";
import { type Region, readConfig } from "./parameters";

// Amplitude as one sync calls it. The project's key is part of a request's body only on its way out: what is kept of a
// request, and shown, is without it.

/** Pure but for what it sends. */
export function openRelay(options: ConnectionOptions): Destination {
  const { endpoint } = readConfig(options.config);
  const { path, bytesMax, eventsMax } = ENDPOINTS[endpoint];
  const frame = { path, ...UPLOAD };
  const limits = { operationsMax: eventsMax, batchBytesMax: bytesMax, ...frameLimits(frame) };
  return {
    encode: (event) => encode(event, { path, bytesMax: bytesMax - limits.batchOverheadBytes }),
    batch: (operations) => joinedBatch(frame, operations),
    limits,
    send: (request, signal) =>
      attempt(options, { body: request.body, operations: request.operations.length }, signal),
    probe: (signal) => probe(options, signal),
  };
}

interface Upload {
  readonly body: string;
  readonly operations: number;
}

async function attempt(
  options: ConnectionOptions,
  { body, operations }: Upload,
  signal: AbortSignal,
): Promise<Attempt> {
  const { clock } = options.world;
  const startedMs = clock.now();
  const reply = await call(options, body, signal);
  const nowMs = clock.now();
  const scrub = makeScrub([keyOf(options)]);
  const { pauseMs } = ENDPOINTS[readConfig(options.config).endpoint];
  const verdict = scrubVerdict(verdictOf(reply, { operations, pauseMs, nowMs }), scrub);
  const allAccepted =
    verdict.kind === "settled" && verdict.operations.every(({ kind }) => kind === "accepted");
  const confirmed =
    allAccepted && reply.kind === "answered" ? confirmedIn(reply.answer) : undefined;
  const said = reply.kind === "answered" ? reply.answer.body : textOf(reply);
  return {
    status: statusOf(reply),
    answer: allAccepted ? null : scrub(said),
    verdict,
    durationMs: nowMs - startedMs,
    ...(confirmed !== undefined && { confirmed }),
  };
}

function verdictOf(reply: Reply, asked: Parameters<typeof judgeAnswer>[1]): Verdict {
  switch (reply.kind) {
    case "answered":
      return judgeAnswer(reply.answer, asked);
    case "redirected":
      return { kind: "unwell", reason: reply.reason, message: reply.message };
    case "unanswered":
      return reply.verdict;
  }
}

const textOf = (reply: Exclude<Reply, { kind: "answered" }>): string =>
  reply.kind === "redirected" ? reply.message : reply.verdict.message;

function statusOf(reply: Reply): number | null {
  if (reply.kind === "answered") return reply.answer.status;
  return reply.kind === "redirected" ? reply.status : null;
}

const keyOf = ({ secrets }: ConnectionOptions): string => secrets["api_key"]?.reveal() ?? "";

/** Only these headers travel, never those of whoever sent us the events. No redirect is followed. */
function call(
  { config, secrets, world }: ConnectionOptions,
  body: string,
  signal: AbortSignal,
  region: Region = readConfig(config).region,
): Promise<Reply> {
  const { path } = ENDPOINTS[readConfig(config).endpoint];
  const base = world.urls[region];
  if (base === undefined) throw new Error("a region has no address");
  const key = stringifyJson(secrets["api_key"]?.reveal() ?? "");
  return callDestination(
    {
      method: "POST",
      address: addressOf(base, path),
      headers: {
        "content-type": "application/json",
        "user-agent": `Tributary/${world.version}`,
        accept: "application/json",
        "accept-encoding": "identity",
      },
      body: `{"api_key":${key},${body.slice(1)}`,
    },
    { ...world, destination: "Amplitude", judgeRedirect },
    signal,
  );
}

const judgeRedirect = (status: number, target: URL | null): RefusedRedirect => ({
  reason: "misconfigured",
  message: `Amplitude answered ${status}${target === null ? "" : ` to ${target.origin}`}; it was not followed`,
});

/**
 * One event without a name and without anybody: whatever Amplitude says of it, it takes nothing. It has no call that
 * only checks a key.
 */
const NOTHING = '{"events":[{}]}';

async function probe(options: ConnectionOptions, signal: AbortSignal): Promise<Attempt> {
  const { verdict, ...rest } = await attempt(options, { body: NOTHING, operations: 1 }, signal);
  const isThere = verdict.kind === "settled" || verdict.kind === "unattributable";
  return { ...rest, verdict: isThere ? { kind: "settled", operations: [] } : verdict };
}

/** Whether Amplitude answers and does not refuse the key. Never rejects for the far end or the network. */
export async function testRelay(
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<ConnectionResult> {
  const { region } = readConfig(options.config);
  const found = resultOf(await probe(options, signal), region);
  if (found.kind !== "refused") return found;
  const other = region === "us" ? "eu" : "us";
  const there = await probe({ ...options, config: { ...options.config, region: other } }, signal);
  if (there.verdict.kind !== "settled") return found;
  return {
    kind: "wrong_region",
    message: `This project is in the ${other.toUpperCase()} region: switch Data Center Region`,
    fix: { parameter: "region", value: other, label: `Switch to ${other.toUpperCase()}` },
  };
}

function resultOf({ verdict }: Attempt, region: Region): ConnectionResult {
  switch (verdict.kind) {
    case "settled": {
      const message = `Connected: Amplitude, region ${region.toUpperCase()}, does not refuse this key`;
      return { kind: "connected", message, fix: null };
    }
    case "unwell": {
      const kind = verdict.reason === "credentials_refused" ? "refused" : "misconfigured";
      return { kind, message: verdict.message, fix: null };
    }
    case "wait":
    case "resend":
    case "unattributable":
      return {
        kind: "unreachable",
        message: `Amplitude could not be reached (${verdict.message})`,
        fix: null,
      };
  }
}
