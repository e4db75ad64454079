import type { Answer } from "@/lib/engine/ingest/answers/answer";
import type { Ingest, RefusalKind } from "@/lib/engine/ingest/ingest";
import type { BodyLease } from "./body-budget";
import { clientAddress } from "./client-address";

// The same handlers as Next route handlers, for hosts that run nothing but Next. Next hides the socket: all clients
// have one share of the budget, and a body of any size has the time of a small one.

type RouteHandler = (request: Request) => Promise<Response>;

/** Every method: a wrong one gets our answer, not Next's. */
type IngestRoute = Readonly<
  Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS", RouteHandler>
>;

/** Route handlers of one ingestion endpoint; `ingest` is asked for at the first request, not when Next builds. */
export function ingestRoute(path: string, ingest: () => Ingest): IngestRoute {
  const handler: RouteHandler = async (request) => {
    const own = ingest();
    const reader = request.body?.getReader();
    const lease = own.budget.open("", () => void reader?.cancel().catch(() => undefined));
    try {
      const announced = Number(request.headers.get("content-length") ?? 0);
      const body = await readBody(reader, announced, own.bodyBytesMax(path) ?? 0, lease);
      if (!(body instanceof Uint8Array)) return toResponse(own.refuse(path, body));
      const { headers, method, url } = request;
      const answer = await own.handle({
        method,
        path,
        query: new URL(url).search.slice(1),
        contentType: headers.get("content-type") ?? undefined,
        contentEncoding: headers.get("content-encoding") ?? undefined,
        header: (name) => headers.get(name) ?? undefined,
        body,
        remoteAddress: clientAddress(undefined, headers.get("x-forwarded-for") ?? undefined),
        lease,
      });
      return toResponse(answer);
    } finally {
      lease.close();
    }
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

/** The body, or why it is not read any further. */
async function readBody(
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
  announced: number,
  bytesMax: number,
  lease: BodyLease,
): Promise<Uint8Array | RefusalKind> {
  if (announced > bytesMax) return "too_large";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let chunk = await reader?.read(); chunk?.value !== undefined; chunk = await reader?.read()) {
    bytes += chunk.value.length;
    if (bytes > bytesMax) return "too_large";
    if (!lease.take(chunk.value.length)) return lease.isClosed ? "too_slow" : "unavailable";
    chunks.push(chunk.value);
  }
  // The one eviction that this mount knows: it ends the reader.
  if (lease.isClosed) return "too_slow";
  lease.complete();
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, bytes);
}

export const toResponse = ({ status, headers, body }: Answer): Response =>
  new Response(status === 204 ? null : body, { status, headers });
