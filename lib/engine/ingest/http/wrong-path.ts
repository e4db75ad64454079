import { type Answer, preflightAnswer } from "@/lib/engine/ingest/answers/answer";
import { toJsonAnswer } from "@/lib/engine/ingest/answers/json-answer";

// Uploads that miss the ingestion paths. A page would answer them 200, or lead them to the sign-in, and a client for
// which that means "stored" would lose everything: they are answered as uploads instead.

/** Everything at and below these belongs to ingestion; `/httpapi` is the API before HTTP V2. */
const INGESTION = /^\/(?:2|batch|identify|groupidentify|httpapi)(?:\/|$)/;

/** What the application serves to programs, and Next to its pages. These answer for themselves. */
const PROGRAMS = /^\/(?:api|v1|hooks|metrics|_next|__nextjs[^/]*)(?:\/|$)/;

/** Would lead out of a path when it is resolved. */
const DOTS = /(?:\.|%2e){2}/i;

export const REQUESTED_HEADERS = "access-control-request-headers";

/** What the mounts know of a request's head; names of headers in small letters. */
interface RequestHead {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  header(name: string): string | undefined;
}

/** The answer to a request that is for no endpoint but looks like an upload; `null` when it is none. Pure. */
export function wrongPathAnswer(head: RequestHead): Answer | null {
  if (!isWrongPath(head)) return null;
  if (head.method !== "OPTIONS") return toJsonAnswer({ kind: "invalid_path" });
  // Otherwise a browser would hide the answer to the upload itself.
  return preflightAnswer("POST, OPTIONS", head.header(REQUESTED_HEADERS));
}

function isWrongPath({ method, path, header }: RequestHead): boolean {
  if (INGESTION.test(path)) return true;
  if (PROGRAMS.test(path) && !DOTS.test(path) && !isRedirected(path, header)) return false;
  if (method === "GET" || method === "HEAD") return false;
  // The only thing that pages take is a server action; it names itself, and no other site may ask to send one.
  if (method !== "OPTIONS") return header("next-action") === undefined;
  return !/next-action/i.test(header(REQUESTED_HEADERS) ?? "");
}

/** Next leads a path that ends in a slash to the one without. Uploads carry no Authorization, the API's calls do. */
const isRedirected = (path: string, header: RequestHead["header"]): boolean =>
  path.endsWith("/") && header("authorization") === undefined;

const UPLOAD = /"api_key"|(?:^|&)(?:api_key|client)=/;

/** The answer to a body that came to a program's address but is an upload; `null` when it is none. Pure. */
export const misledAnswer = (body: string): Answer | null =>
  UPLOAD.test(body) ? toJsonAnswer({ kind: "invalid_path" }) : null;

/** Path and query of a request target, which for a proxy's client is a whole URL. Pure. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const local = target.replace(/^https?:\/\/[^/?]*/i, "");
  const mark = local.indexOf("?");
  const path = mark < 0 ? local : local.slice(0, mark);
  return { path: path === "" ? "/" : path, query: mark < 0 ? "" : local.slice(mark + 1) };
}
