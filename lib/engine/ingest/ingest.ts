import { type Answer, preflightAnswer } from "@/lib/engine/ingest/answers/answer";
import { toJsonAnswer } from "@/lib/engine/ingest/answers/json-answer";
import {
  type BodyBudget,
  type BodyLease,
  createBodyBudget,
} from "@/lib/engine/ingest/http/body-budget";
import { createTurns } from "@/lib/engine/ingest/http/turns";
import { REQUESTED_HEADERS } from "@/lib/engine/ingest/http/wrong-path";
import { createRateLimits, type RateSettings } from "@/lib/engine/ingest/limits/rate-limits";
import { formatOf } from "@/lib/engine/ingest/upload/legacy-form";
import { parseEvents } from "@/lib/engine/ingest/upload/parse-events";
import { LARGE_BYTES, parseManyEvents } from "@/lib/engine/ingest/upload/read-large";
import { inTurns, type ReadRequest, readRequest } from "@/lib/engine/ingest/upload/read-request";
import { apiKeyOf, readUpload } from "@/lib/engine/ingest/upload/read-upload";
import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import type { IncomingEvent, Source } from "@/lib/engine/pipeline/source/event";
import type { ProjectId } from "@/lib/kernel/brand";
import type { Clock } from "@/lib/kernel/clock";
import { AppError } from "@/lib/kernel/errors";
import type { JsonObject } from "@/lib/kernel/json";
import { appendRejection } from "./append-rejection";
import { type Endpoint, endpointAt } from "./endpoint";
import { createKeyLookup, type FindByKey } from "./key-lookup";
import type { Outcome, RejectionKind } from "./rejection";
import { faultOf } from "./rejection-fault";
import type { Refused } from "./rejection-samples";

// key → parse → append → answer. 200 is answered only after the log has the events on disk.

/** While storage is away every request fails alike: that is reported this often. */
const OUTAGE_REPORT_MS = 10_000;

/** One request, whatever server received it. */
export interface IngestRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  /** Of a name in small letters. */
  header(name: string): string | undefined;
  readonly body: Uint8Array;
  /** See clientAddress. */
  readonly remoteAddress: string | null;
  /** What the body takes; closed when nobody waits for the answer any more. */
  readonly lease: BodyLease;
}

/** What became of one request of a known project, for the Sources page. */
export interface Answered {
  readonly project: ProjectId;
  readonly source: Source;
  readonly outcome: "accepted" | "rejected";
  /** Empty when accepted. */
  readonly reason: RejectionKind | "";
  /** Events in the request. */
  readonly events: number;
}

export interface IngestDeps {
  readonly findProject: FindByKey<ProjectId>;
  readonly log: Pick<EventLog, "append">;
  readonly clock: Clock;
  /** Called once per answered request of a known project; what it throws is reported, never answered. */
  readonly record?: (answered: Answered) => void;
  /** Called once per upload that was refused for a fault of its own, whether its project is known or not. */
  readonly refused?: (refused: Refused) => void;
  /** Bugs, each; storage that is away, every ten seconds. */
  readonly report: (error: unknown) => void;
  /** No limits when absent. */
  readonly rates?: RateSettings;
  /** Whether too much waits for a relay of the project; no project is when absent. */
  readonly isBehind?: (project: ProjectId) => boolean;
  readonly budget?: BodyBudget;
}

/** Why a mount stops reading a body. */
export type RefusalKind = "too_large" | "too_slow" | "unavailable";

export interface Ingest {
  /** Body bytes worth reading at this path; `null` for a path that is not ours. */
  bodyBytesMax(path: string): number | null;
  /** Never rejects. */
  handle(request: IngestRequest): Promise<Answer>;
  /** The answer of a mount that stopped reading: the body is too large or too slow, or there is no room for it. */
  refuse(path: string, kind: RefusalKind): Answer;
  /** The memory of all bodies: each request opens its part before its body is read. */
  readonly budget: BodyBudget;
}

/** Whose request it is, as far as its key was looked up. */
interface Sender {
  find(apiKey: string): Promise<ProjectId | null | undefined>;
  project(): ProjectId | null | undefined;
}

export function createIngest(deps: IngestDeps): Ingest {
  const projects = createKeyLookup(deps.findProject, deps.clock);
  const rates = createRateLimits(deps.rates ?? { throttle: {} }, deps.isBehind);
  const turns = createTurns();
  let outageReportedMs = Number.NEGATIVE_INFINITY;

  async function upload(request: IngestRequest, endpoint: Endpoint): Promise<Answer> {
    const receivedMs = deps.clock.now();
    const sender = createSender();
    const read = await readRequest(request, endpoint, { turns, findProject: sender.find });
    if (!read.ok) {
      record(sender.project(), endpoint.source, read.error, []);
      return endpoint.toAnswer(read.error);
    }
    const format = formatOf(read.value.fields, endpoint);
    return format.toAnswer(await take(request, read.value, format, receivedMs, sender));
  }

  async function take(
    request: IngestRequest,
    { fields, bytes }: ReadRequest,
    endpoint: Endpoint,
    receivedMs: number,
    sender: Sender,
  ): Promise<Outcome> {
    const { source } = endpoint;
    const parsed = readUpload(fields, endpoint);
    if (!parsed.ok) {
      // Whose it is, for its Sources page; the answer is the same.
      const apiKey = apiKeyOf(fields);
      if (apiKey.ok) await sender.find(apiKey.value);
      record(sender.project(), source, parsed.error, []);
      return parsed.error;
    }
    const { apiKey, events: sent, idCharsMin, clientUploadMs } = parsed.value;
    const project = await sender.find(apiKey);
    if (project === undefined) return { kind: "unavailable" };
    if (project === null) {
      record(project, source, { kind: "invalid_api_key", apiKey }, sent);
      return { kind: "invalid_api_key", apiKey };
    }
    const { remoteAddress, lease } = request;
    const context = { source, receivedMs, clientUploadMs, idCharsMin, remoteAddress };
    const events =
      bytes <= LARGE_BYTES
        ? parseEvents(sent, endpoint, context)
        : await inTurns(turns, request, parseManyEvents(sent, endpoint, context));
    const outcome = events.ok
      ? (rates.check({ project, source, client: lease.client, events: events.value }, receivedMs) ??
        (await store(project, apiKey, events.value, bytes, receivedMs, lease)))
      : events.error;
    record(project, source, outcome, sent);
    return outcome;
  }

  function reportOutage(error: unknown): void {
    const nowMs = deps.clock.now();
    if (nowMs - outageReportedMs < OUTAGE_REPORT_MS) return;
    outageReportedMs = nowMs;
    deps.report(error);
  }

  /** `undefined` when it cannot be told: nothing was accepted then, so sending again is safe. */
  async function findProject(apiKey: string): Promise<ProjectId | null | undefined> {
    try {
      return await projects.find(apiKey);
    } catch (error) {
      reportOutage(error);
      return undefined;
    }
  }

  async function store(
    project: ProjectId,
    apiKey: string,
    events: readonly IncomingEvent[],
    payloadBytes: number,
    receivedMs: number,
    lease: BodyLease,
  ): Promise<Outcome> {
    try {
      // MUST be awaited: an answer of 200 promises that the events are on disk.
      const { stored } = await deps.log.append(project, events, {
        bytes: payloadBytes,
        isAwaited: () => !lease.isClosed,
      });
      return { kind: "accepted", stored, payloadBytes, receivedMs };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.status === 503) reportOutage(error);
      if (error.code === "not_found") projects.forget(apiKey);
      return appendRejection(error, apiKey);
    }
  }

  /** `project` null: the key is none's, or none could be read. */
  function record(
    project: ProjectId | null | undefined,
    source: Source,
    outcome: Outcome,
    sent: readonly JsonObject[],
  ): void {
    if (project === undefined) return;
    try {
      if (project !== null) count(project, source, outcome, sent.length);
      const fault = outcome.kind === "accepted" ? null : faultOf(outcome, sent);
      if (fault !== null) deps.refused?.({ ...fault, project, source });
    } catch (error) {
      deps.report(error);
    }
  }

  function count(project: ProjectId, source: Source, outcome: Outcome, events: number): void {
    const accepted = outcome.kind === "accepted";
    deps.record?.({
      project,
      source,
      outcome: accepted ? "accepted" : "rejected",
      reason: outcome.kind === "accepted" ? "" : outcome.kind,
      events,
    });
  }

  async function safely(request: IngestRequest, endpoint: Endpoint): Promise<Answer> {
    try {
      return await upload(request, endpoint);
    } catch (error) {
      deps.report(error);
      return endpoint.toAnswer({ kind: "failed" });
    }
  }

  /** Remembers for whom a request asked; `undefined` when it cannot be told. */
  function createSender(): Sender {
    let project: ProjectId | null | undefined = null;
    return {
      project: () => project,
      find: async (apiKey) => {
        project = await findProject(apiKey);
        return project;
      },
    };
  }

  return {
    budget: deps.budget ?? createBodyBudget(),
    bodyBytesMax: (path) => endpointAt(path)?.bodyBytesMax ?? null,
    refuse: (path, kind) => {
      const endpoint = endpointAt(path);
      if (endpoint === undefined) return toJsonAnswer({ kind });
      record(null, endpoint.source, { kind }, []);
      return endpoint.toAnswer({ kind });
    },
    handle: async (request) => {
      const endpoint = endpointAt(request.path);
      if (endpoint === undefined) return toJsonAnswer({ kind: "invalid_path" });
      if (request.method === "OPTIONS")
        return preflightAnswer(endpoint.methods, request.header(REQUESTED_HEADERS));
      return safely(request, endpoint);
    },
  };
}
