import type { Answer } from "./answer";
import { clientAddress } from "./client-address";
import type { Ingest } from "./ingest";

// The same handlers as Next route handlers, for hosts that run nothing but Next.

type RouteHandler = (request: Request) => Promise<Response>;

/** Every method: a wrong one gets our answer, not Next's. */
type IngestRoute = Readonly<
  Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS", RouteHandler>
>;

/** Route handlers of one ingestion endpoint; `ingest` is asked for at the first request, not when Next builds. */
export function ingestRoute(path: string, ingest: () => Ingest): IngestRoute {
  const handler: RouteHandler = async (request) => {
    const own = ingest();
    const body = await readBody(request, own.bodyBytesMax(path) ?? 0);
    if (body === null) return toResponse(own.refuse(path, "too_large"));
    const { headers, method, url } = request;
    const answer = await own.handle({
      method,
      path,
      query: new URL(url).search.slice(1),
      contentType: headers.get("content-type") ?? undefined,
      contentEncoding: headers.get("content-encoding") ?? undefined,
      body,
      remoteAddress: clientAddress(undefined, headers.get("x-forwarded-for") ?? undefined),
    });
    return toResponse(answer);
  };
  return {
    GET: handler,
    POST: handler,
    PUT: handler,
    PATCH: handler,
    DELETE: handler,
    OPTIONS: handler,
  };
}

/** The body, or `null` as soon as it is larger than `bytesMax`. */
async function readBody(request: Request, bytesMax: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get("content-length") ?? 0) > bytesMax) return null;
  if (request.body === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.length;
    if (bytes > bytesMax) return null;
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, bytes);
}

const toResponse = ({ status, headers, body }: Answer): Response =>
  new Response(status === 204 ? null : body, { status, headers });
