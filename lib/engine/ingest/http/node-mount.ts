import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Answer } from "@/lib/engine/ingest/answers/answer";
import type { Ingest } from "@/lib/engine/ingest/ingest";
import { NO_PROXIES, type TrustedProxies } from "@/lib/platform/trusted-proxies";
import { clientAddress } from "./client-address";
import { clientShare } from "./client-share";
import { receiveBody } from "./receive-body";
import { splitTarget, wrongPathAnswer } from "./wrong-path";

// Ingestion on bare node:http: no framework between the socket and the handler.

/** After an early answer the client may go on sending this long before the connection is cut. */
const LINGER_MS = 2_000;
const LINGER_BYTES_MAX = 32 * 1_048_576;

const NO_BODY = new Uint8Array(0);

/** Takes (true) the requests to the ingestion endpoints, leaves all others untouched (false). */
export function ingestListener(
  ingest: Ingest,
  proxies: TrustedProxies = NO_PROXIES,
): (req: IncomingMessage, res: ServerResponse) => boolean {
  const clients = createClients(proxies);
  return (req, res) => {
    const { path, query } = splitTarget(req.url ?? "");
    const method = req.method ?? "";
    const bytesMax = ingest.bodyBytesMax(path);
    if (bytesMax === null) {
      const wrong = wrongPathAnswer({ method, path, header: (name) => header(req, name) });
      if (wrong !== null) refuse(req, res, wrong);
      return wrong !== null;
    }
    const { share, address } = clients.of(req);
    const lease = ingest.budget.open(share, () =>
      refuse(req, res, ingest.refuse(path, "too_slow")),
    );
    // After the answer, and when the client leaves before it.
    res.once("close", () => lease.close());
    const answer = async (body: Uint8Array) => {
      const result = await ingest.handle({
        method,
        path,
        query,
        contentType: req.headers["content-type"],
        contentEncoding: req.headers["content-encoding"],
        header: (name) => header(req, name),
        body,
        remoteAddress: address,
        lease,
      });
      write(res, result);
    };
    if (method === "POST")
      receiveBody(
        req,
        lease,
        bytesMax,
        (body) => void answer(body),
        (why) => {
          lease.close();
          refuse(req, res, ingest.refuse(path, why));
        },
      );
    else {
      lease.complete();
      void answer(NO_BODY);
    }
    return true;
  };
}

interface Client {
  readonly share: string;
  readonly address: string | null;
}

/** Who sends a request; found out once for a connection that no proxy uses. */
function createClients(proxies: TrustedProxies): { of(req: IncomingMessage): Client } {
  const known = new WeakMap<Socket, Client>();
  return {
    of: (req) => {
      const forwarded = header(req, "x-forwarded-for");
      const remembered = forwarded === undefined ? known.get(req.socket) : undefined;
      if (remembered !== undefined) return remembered;
      const peer = req.socket.remoteAddress;
      const client = {
        share: clientShare(proxies.clientOf(peer, forwarded)),
        address: clientAddress(peer, forwarded, proxies),
      };
      if (forwarded === undefined) known.set(req.socket, client);
      return client;
    },
  };
}

function header(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}

function write(res: ServerResponse, { status, headers, body }: Answer): void {
  if (res.destroyed) return;
  res.writeHead(status, { ...headers, ...lengthOf(status, body) });
  res.end(body);
}

const lengthOf = (status: number, body: string): Record<string, number> =>
  status === 204 ? {} : { "Content-Length": Buffer.byteLength(body) };

/**
 * Answers before the body is read. The connection is closed, but not at once: closing with unread data resets it,
 * and the client would see a network error (SDKs drop the batch) instead of the 413 (SDKs halve it).
 */
function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  { status, headers, body }: Answer,
): void {
  res.writeHead(status, { ...headers, ...lengthOf(status, body), Connection: "close" });
  res.write(body);
  let bytes = 0;
  const timer = setTimeout(close, LINGER_MS);
  function close() {
    clearTimeout(timer);
    res.end();
  }
  req
    .on("error", () => undefined)
    .on("end", close)
    .on("close", close)
    .on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > LINGER_BYTES_MAX) close();
    })
    .resume();
}
