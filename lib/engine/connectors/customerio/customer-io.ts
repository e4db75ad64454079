import type { Reply } from "@/lib/engine/connectors/http/call";
import { makeScrub, type Scrub, scrubVerdict } from "@/lib/engine/connectors/http/scrub";
import { frameLimits, joinedBatch } from "@/lib/engine/connectors/joined-batch";
import type { Attempt, Destination, OutboundRequest, Verdict } from "@/lib/engine/pipeline/ports";
import { secretTexts } from "./credentials";
import { type EncodeOptions, encode } from "./encode";
import { BATCH_BYTES_MAX } from "./limits";
import type { Config } from "./parameters";
import { BATCH_PATH } from "./paths";
import { classify } from "./response";
import { type SenderOptions, sendCall } from "./sender";
import { type ConnectionTest, testConnection } from "./test-connection";

interface CustomerIoOptions {
  readonly config: Config;
  readonly sender: SenderOptions;
}

/** Customer.io as one sync calls it. */
export function createCustomerIo({ config, sender }: CustomerIoOptions): Destination {
  const { clock, credentials } = sender;
  const options: EncodeOptions = {
    identifierType: config.identifier_type,
    deliveryMode: config.delivery_mode,
    sendsAnonymous: config.without_identifier === "anonymous",
  };
  return {
    encode: (event, plan) => encode(event, plan, options),
    batch: (operations) => joinedBatch(FRAME, operations),
    limits: BATCH_LIMITS,
    send: async (request, signal) => {
      const startedMs = clock.now();
      const reply = await sendCall(request, sender, signal);
      const nowMs = clock.now();
      const scrub = makeScrub(secretTexts(credentials));
      return { ...attemptOf(reply, request, nowMs, scrub), durationMs: nowMs - startedMs };
    },
    probe: async (signal) => {
      const startedMs = clock.now();
      const verdict = verdictOf(await testConnection(sender, signal));
      const answer = "message" in verdict ? verdict.message : null;
      return { status: null, answer, verdict, durationMs: clock.now() - startedMs };
    },
  };
}

/** What a connection test says about the destination as a whole. Pure. */
function verdictOf(test: ConnectionTest): Verdict {
  switch (test.kind) {
    case "connected":
      return { kind: "settled", operations: [] };
    case "other_region": {
      const message = `This workspace lives in the ${test.region.toUpperCase()} region`;
      return { kind: "unwell", reason: "wrong_region", message };
    }
    case "refused":
      return { kind: "unwell", reason: "credentials_refused", message: test.message };
    case "misconfigured":
      return { kind: "unwell", reason: "misconfigured", message: test.message };
    case "unreachable":
      return { kind: "wait", reason: "unreachable", retryAfterMs: null, message: test.message };
  }
}

const FRAME = { path: BATCH_PATH, head: '{"batch":[', tail: "]}" } as const;

const BATCH_LIMITS = {
  // Its documentation knows no number, only bytes.
  operationsMax: Number.POSITIVE_INFINITY,
  batchBytesMax: BATCH_BYTES_MAX,
  ...frameLimits(FRAME),
} as const;

function attemptOf(
  reply: Reply,
  request: OutboundRequest<unknown>,
  nowMs: number,
  scrub: Scrub,
): Omit<Attempt, "durationMs"> {
  switch (reply.kind) {
    case "unanswered": {
      const message = scrub(reply.verdict.message);
      return { status: null, answer: message, verdict: { ...reply.verdict, message } };
    }
    case "redirected": {
      const message = scrub(reply.message);
      const verdict: Verdict = { kind: "unwell", reason: reply.reason, message };
      return { status: reply.status, answer: message, verdict };
    }
    case "answered": {
      const { answer } = reply;
      const asked = { batch: request.path === BATCH_PATH, operations: request.operations.length };
      const verdict = scrubVerdict(classify(answer, asked, nowMs), scrub);
      const text = isAllAccepted(verdict) ? null : scrub(answer.body);
      return { status: answer.status, answer: text, verdict };
    }
  }
}

const isAllAccepted = (verdict: Verdict): boolean =>
  verdict.kind === "settled" && verdict.operations.every(({ kind }) => kind === "accepted");
