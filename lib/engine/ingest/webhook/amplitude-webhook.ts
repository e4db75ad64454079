import { timingSafeEqual } from "node:crypto";
import { jsonAnswer } from "@/lib/engine/ingest/answers/answer";
import { toJsonAnswer } from "@/lib/engine/ingest/answers/json-answer";
import { appendRejection } from "@/lib/engine/ingest/append-rejection";
import { createTurns } from "@/lib/engine/ingest/http/turns";
import type { Ingest, IngestDeps, IngestRequest } from "@/lib/engine/ingest/ingest";
import { createKeyLookup, type FindByKey } from "@/lib/engine/ingest/key-lookup";
import type { EventProblem, Rejection } from "@/lib/engine/ingest/rejection";
import { faultOf } from "@/lib/engine/ingest/rejection-fault";
import { decodeBody } from "@/lib/engine/ingest/upload/decode-body";
import { inTurns } from "@/lib/engine/ingest/upload/read-request";
import type { ProjectId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import type { JsonObject } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { hashSecret } from "./hash-secret";
import { type ReadRows, readRows } from "./read-rows";

// Amplitude's Webhook destination as a way in: secret → rows → append → answer. 200 is answered after the commit.

const PATH = /^\/hooks\/amplitude\/([\w-]{1,100})\/?$/;
export const SECRET_HEADER = "x-tributary-secret";
/** Amplitude says nothing of it; one of the largest events that are taken, and nearly all that comes, fits. */
const BODY_BYTES_MAX = 2 * 1_048_576;
const SOURCE = "amplitude_webhook";

/** A webhook source of a project: who knows its secret may write into it. */
export interface WebhookSource {
  readonly project: ProjectId;
  readonly secretHash: Uint8Array;
}

interface WebhookDeps extends Pick<IngestDeps, "log" | "clock" | "record" | "refused" | "report"> {
  readonly findSource: FindByKey<WebhookSource>;
  readonly budget: Ingest["budget"];
}

/** The handler of `/hooks/amplitude/{source_key}`. */
export function createAmplitudeWebhook(deps: WebhookDeps): Ingest {
  const sources = createKeyLookup(deps.findSource, deps.clock);
  const turns = createTurns();

  async function receive(request: IngestRequest, key: string) {
    const found = await find(key, request.header(SECRET_HEADER));
    if ("kind" in found) return refuse(null, found, []);
    const { project } = found;
    if (request.method !== "POST")
      return refuse(project, { kind: "method_not_allowed", allow: "POST" }, []);
    const receivedMs = deps.clock.now();
    const { body, contentEncoding, lease } = request;
    const decoded = await decodeBody(body, contentEncoding, BODY_BYTES_MAX, lease);
    if (!decoded.ok) return refuse(project, decoded.error, []);
    const text = decoded.value.toString("utf8");
    // What Amplitude took is not refused here for the length of an id; and `$remote` it has replaced itself.
    const context = { source: SOURCE, receivedMs, clientUploadMs: null, idCharsMin: 1 } as const;
    const steps = readRows(text, { ...context, remoteAddress: null });
    const rows = await inTurns(turns, request, steps);
    if (!rows.ok) return refuse(project, rows.error, []);
    if (rows.value.events.length === 0)
      return refuse(
        project,
        { kind: "invalid_events", problems: rows.value.unread },
        rows.value.sent,
      );
    return store(project, key, rows.value, text.length, request);
  }

  /** The source, or why the request is not let in. */
  async function find(key: string, secret: string | undefined) {
    const source = await findSource(key);
    if (source === undefined) return { kind: "unavailable" } as const;
    if (source === null) return { kind: "unknown_source", key } as const;
    const isRight = timingSafeEqual(hashSecret(secret ?? ""), source.secretHash);
    return isRight ? source : ({ kind: "wrong_secret", project: source.project } as const);
  }

  /** `undefined` when it cannot be told. */
  async function findSource(key: string) {
    try {
      return await sources.find(key);
    } catch (error) {
      deps.report(error);
      return undefined;
    }
  }

  async function store(
    project: ProjectId,
    key: string,
    { events, unread, sent }: ReadRows,
    bytes: number,
    { lease }: IngestRequest,
  ) {
    try {
      // MUST be awaited: an answer of 200 promises that the events are on disk.
      const load = { bytes, isAwaited: () => !lease.isClosed };
      const { stored } = await deps.log.append(project, events, load);
      record(project, unread.length > 0 ? notAll(unread) : { kind: "accepted" }, sent);
      return jsonAnswer(200, stringifyJson({ code: 200, events_ingested: stored, unread }));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === "not_found") sources.forget(key);
      return refuse(project, appendRejection(error, key), sent);
    }
  }

  function refuse(project: ProjectId | null, why: Rejection, sent: readonly JsonObject[]) {
    record(why.kind === "wrong_secret" ? why.project : project, why, sent);
    return toJsonAnswer(why);
  }

  function record(
    project: ProjectId | null,
    outcome: Rejection | { readonly kind: "accepted" },
    sent: readonly JsonObject[],
  ): void {
    const isAccepted = outcome.kind === "accepted";
    if (project !== null)
      deps.record?.({
        project,
        source: SOURCE,
        outcome: isAccepted ? "accepted" : "rejected",
        reason: outcome.kind === "accepted" ? "" : outcome.kind,
        events: outcome.kind === "invalid_events" ? rowsOf(outcome.problems) : sent.length,
      });
    const fault = outcome.kind === "accepted" ? null : faultOf(outcome, sent);
    if (fault !== null) deps.refused?.({ ...fault, project, source: SOURCE });
  }

  return {
    budget: deps.budget,
    bodyBytesMax: (path) => (PATH.test(path) ? BODY_BYTES_MAX : null),
    refuse: (_path, kind) => refuse(null, { kind }, []),
    handle: async (request) => {
      try {
        return await receive(request, PATH.exec(request.path)?.[1] ?? "");
      } catch (error) {
        deps.report(error);
        return toJsonAnswer({ kind: "failed" });
      }
    },
  };
}

const notAll = (problems: readonly EventProblem[]): Rejection => ({
  kind: "invalid_events",
  problems,
});

const rowsOf = (problems: readonly EventProblem[]): number =>
  new Set(problems.map(({ index }) => index)).size;
