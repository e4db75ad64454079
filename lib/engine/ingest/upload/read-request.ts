import type { Endpoint } from "@/lib/engine/ingest/endpoint";
import type { Steps, Turns } from "@/lib/engine/ingest/http/turns";
import type { IngestRequest } from "@/lib/engine/ingest/ingest";
import type { Rejection } from "@/lib/engine/ingest/rejection";
import type { ProjectId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import { err, ok, type Result } from "@/lib/kernel/result";
import { decodeBody } from "./decode-body";
import { LARGE_BYTES, parseLarge, scanLarge } from "./read-large";
import { apiKeyOf, formFields, readFields } from "./read-upload";

/** A GET's query beyond this is answered 414; Node itself refuses heads over 16 KB. */
const QUERY_CHARS_MAX = 8_192;

export interface ReadRequest {
  readonly fields: JsonObject;
  /** Of the body after decompression, or of the query. */
  readonly bytes: number;
}

/** What reading needs of the world. `findProject`: `undefined` when it cannot be told. */
interface ReadDeps {
  readonly turns: Turns;
  readonly findProject: (apiKey: string) => Promise<ProjectId | null | undefined>;
}

/** The fields of a request. Those of a large body are read only for a known key, and while others are served. */
export async function readRequest(
  request: IngestRequest,
  endpoint: Endpoint,
  deps: ReadDeps,
): Promise<Result<ReadRequest, Rejection>> {
  const { method, query, body, contentEncoding, contentType, lease } = request;
  if (method === "GET" && endpoint.acceptsGet) {
    if (query.length > QUERY_CHARS_MAX) return err({ kind: "query_too_long" });
    return ok({ fields: formFields(query), bytes: query.length });
  }
  if (method !== "POST") return err({ kind: "method_not_allowed", allow: endpoint.methods });
  // Docs, Identify: a POST may have its fields in the query, or some of them.
  const inQuery = endpoint.acceptsGet && query !== "" ? formFields(query) : null;
  if (inQuery !== null && body.length === 0) return ok({ fields: inQuery, bytes: query.length });
  const decoded = await decodeBody(body, contentEncoding, endpoint.bodyBytesMax, lease);
  if (!decoded.ok) return decoded;
  const text = decoded.value;
  const read =
    text.length <= LARGE_BYTES
      ? readFields(text.toString("utf8"), contentType)
      : await readLarge(text, inQuery, request, endpoint, deps);
  return read.ok ? ok({ fields: { ...inQuery, ...read.value }, bytes: text.length }) : read;
}

async function readLarge(
  text: Buffer,
  inQuery: JsonObject | null,
  request: IngestRequest,
  endpoint: Endpoint,
  { turns, findProject }: ReadDeps,
): Promise<Result<JsonObject, Rejection>> {
  const scanned = await inTurns(turns, request, scanLarge(text, request.contentType, endpoint));
  if (!scanned.ok) return scanned;
  const apiKey = apiKeyOf({ ...inQuery, ...scanned.value.fields });
  if (!apiKey.ok) return apiKey;
  const project = await findProject(apiKey.value);
  if (project === undefined) return err({ kind: "unavailable" });
  if (project === null) return err({ kind: "invalid_api_key", apiKey: apiKey.value });
  return inTurns(turns, request, parseLarge(scanned.value));
}

/** `unavailable` when nobody waits for the answer any more. */
export async function inTurns<T>(
  turns: Turns,
  { lease }: IngestRequest,
  steps: Steps<Result<T, Rejection>>,
): Promise<Result<T, Rejection>> {
  const result = await turns.run(lease.client, steps, () => lease.isClosed);
  return result ?? err({ kind: "unavailable" });
}
