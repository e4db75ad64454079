import type { IncomingMessage, ServerResponse } from "node:http";
import { isJsonObject, type JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { type Answer, jsonAnswer } from "@/sandbox/http/answer";
import { readBody } from "@/sandbox/http/read-body";
import type { Listener, SandboxContext } from "@/sandbox/http/sandbox-context";
import { writeAnswer } from "@/sandbox/http/write-answer";
import type { AmplitudeProject } from "./amplitude-project";
import { judgeUpload, UPLOAD_LIMITS } from "./judge-upload";

// A small Amplitude: takes uploads as HTTP V2 and Batch do, and shows what it took. It shares no code with ingestion.

const BODY_BYTES_MAX = 21_000_000;

/** The paths that are Amplitude's on a listener of the sandbox. */
export const isAmplitudes = (path: string): boolean => Object.hasOwn(UPLOAD_LIMITS, path);

/** An upload to the listener of one region. */
export async function serveAmplitude(
  sandbox: SandboxContext,
  region: Listener,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const raw = await readBody(req, BODY_BYTES_MAX);
  if (raw === undefined) return;
  writeAnswer(res, upload(sandbox, region, req, raw.size, parse(raw.bytes)));
}

function parse(bytes: Buffer): JsonObject | null {
  try {
    const value: unknown = parseJson(bytes.toString());
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

function upload(
  { amplitude: project, clock }: SandboxContext,
  region: Listener,
  { url: path = "/", headers }: IncomingMessage,
  bytes: number,
  body: JsonObject | null,
): Answer {
  const events = Array.isArray(body?.["events"]) ? body["events"].filter(isJsonObject) : [];
  const judged =
    project.config.region === region
      ? judgeUpload(project, path, bytes, body)
      : jsonAnswer(400, { code: 400, error: `Invalid API key: ${String(body?.["api_key"])}` });
  const failure = judged.status === 200 ? project.nextFailure() : null;
  if (judged.status === 200 && failure?.after_apply !== false) project.take(events);
  const answer =
    failure === null
      ? judged
      : jsonAnswer(failure.status, { code: failure.status, error: "failed" });
  const { status } = answer;
  project.record({ at: clock.now(), path, headers, events: events.length, bytes, status });
  return answer;
}

/** `/__sandbox/amplitude/<name>`. Throws ZodError for what is no setting. */
export function inspectAmplitude(
  project: AmplitudeProject,
  method: string,
  name: string,
  query: URLSearchParams,
  body: unknown,
): Answer {
  switch (`${method} ${name}`) {
    case "GET events": {
      const since = Number(query.get("since") ?? 0);
      return { ...jsonAnswer(200, {}), body: stringifyJson([...project.events.slice(since)]) };
    }
    case "GET stats":
      return jsonAnswer(200, {
        events: project.events.length,
        duplicates: project.duplicates,
        uploads: project.uploads.length,
      });
    case "GET config":
      return jsonAnswer(200, project.config);
    case "PUT config":
      project.configure(body);
      return jsonAnswer(200, project.config);
    case "POST reset":
      project.reset();
      return jsonAnswer(200, {});
    default:
      return jsonAnswer(404, {
        error: "unknown; there are GET events, GET stats, GET config, PUT config, POST reset",
      });
  }
}
