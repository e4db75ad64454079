import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { type Answer, jsonAnswer } from "@/sandbox/http/answer";
import { readBasic } from "@/sandbox/http/credentials";
import type { Listener, SandboxContext } from "@/sandbox/http/sandbox-context";
import { writeAnswer } from "@/sandbox/http/write-answer";
import type { AmplitudeProject } from "./amplitude-project";
import { zipFile } from "./zip-file";

const PATH = "/api/2/export";

/** What the small Amplitude exports: lines by the hour in which it got them, such as `20250101T05`. */
export interface ExportBook {
  readonly secretKey: string;
  readonly hours: Map<string, readonly string[]>;
  /** Answered first, one after the other, instead of data. */
  readonly failures: { readonly status: number; readonly headers?: Record<string, string> }[];
  /** Hours that were asked for, by their `start`. */
  readonly asked: string[];
}

export const emptyExportBook = (): ExportBook => ({
  secretKey: "sandbox-amplitude-secret",
  hours: new Map(),
  failures: [],
  asked: [],
});

export const isExport = (target: string): boolean =>
  target === PATH || target.startsWith(`${PATH}?`);

/** Docs, Export API: a ZIP of gzipped lines, one or more files for each hour; 404 when there is none. */
export function serveExport(
  { amplitude: project }: SandboxContext,
  region: Listener,
  req: IncomingMessage,
  res: ServerResponse,
): void {
  req.resume();
  const query = new URLSearchParams((req.url ?? "").slice(PATH.length));
  const refusal = refusalOf(project, region, req, query);
  if (refusal !== null) {
    writeAnswer(res, refusal);
    return;
  }
  const zip = zipFile(entriesOf(project, query));
  res.writeHead(200, { "content-type": "application/zip", "content-length": zip.length }).end(zip);
}

function refusalOf(
  project: AmplitudeProject,
  region: Listener,
  { headers }: IncomingMessage,
  query: URLSearchParams,
): Answer | null {
  const { exports: book, config } = project;
  const keys = readBasic(headers.authorization);
  if (keys === undefined) return jsonAnswer(401, { code: 401 });
  const isKnown = keys.siteId === config.api_key && keys.apiKey === book.secretKey;
  if (!isKnown || config.region !== region) {
    const details = "Invalid API key or secret key";
    return jsonAnswer(403, { error: { metadata: { details } } });
  }
  book.asked.push(query.get("start") ?? "");
  const failure = book.failures.shift();
  if (failure !== undefined) {
    return jsonAnswer(failure.status, { code: failure.status }, failure.headers);
  }
  return entriesOf(project, query).length === 0 ? jsonAnswer(404, { code: 404 }) : null;
}

function entriesOf({ exports: book }: AmplitudeProject, query: URLSearchParams) {
  const [start, end] = [query.get("start") ?? "", query.get("end") ?? ""];
  return [...book.hours]
    .filter(([hour]) => hour >= start && hour <= end)
    .map(([hour, lines]) => ({ name: nameOf(hour), content: gzipSync(lines.join("\n")) }));
}

/** As Amplitude names them: the hour without a leading zero. */
const nameOf = (hour: string): string => {
  const [day = "", at = ""] = hour.split("T");
  const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
  return `592330/592330_${date}_${Number(at)}#0.json.gz`;
};
