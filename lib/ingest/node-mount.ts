import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./answer";
import { clientAddress } from "./client-address";
import type { Ingest } from "./ingest";

// Ingestion on bare node:http: no framework between the socket and the handler. The server's own `requestTimeout`
// ends uploads that are too slow.

/** After an early 413 the client may go on sending this long before the connection is cut. */
const LINGER_MS = 2_000;
const LINGER_BYTES_MAX = 32 * 1_048_576;

const NO_BODY = new Uint8Array(0);

/** Takes (true) the requests to the ingestion endpoints, leaves all others untouched (false). */
export function ingestListener(
  ingest: Ingest,
): (req: IncomingMessage, res: ServerResponse) => boolean {
  return (req, res) => {
    const url = req.url ?? "";
    const mark = url.indexOf("?");
    const path = mark < 0 ? url : url.slice(0, mark);
    const bytesMax = ingest.bodyBytesMax(path);
    if (bytesMax === null) return false;
    const answer = (body: Uint8Array) => {
      const method = req.method ?? "";
      const query = mark < 0 ? "" : url.slice(mark + 1);
      void ingest
        .handle({
          method,
          path,
          query,
          contentType: req.headers["content-type"],
          contentEncoding: req.headers["content-encoding"],
          body,
          remoteAddress: clientAddress(req.socket.remoteAddress, forwardedFor(req)),
        })
        .then((result) => write(res, result));
    };
    if (req.method === "POST")
      receive(req, bytesMax, answer, () => refuse(req, res, ingest.tooLarge(path)));
    else answer(NO_BODY);
    return true;
  };
}

function forwardedFor(req: IncomingMessage): string | undefined {
  const value = req.headers["x-forwarded-for"];
  return Array.isArray(value) ? value.join(",") : value;
}

/** Collects the body. An aborted upload calls neither. */
function receive(
  req: IncomingMessage,
  bytesMax: number,
  done: (body: Uint8Array) => void,
  tooLarge: () => void,
): void {
  if (Number(req.headers["content-length"] ?? 0) > bytesMax) {
    tooLarge();
    return;
  }
  // Most bodies are one chunk: no list, no copy.
  let first: Buffer | undefined;
  let more: Buffer[] | undefined;
  let bytes = 0;
  const onData = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > bytesMax) {
      req.off("data", onData).off("end", onEnd);
      tooLarge();
    } else if (first === undefined) first = chunk;
    else if (more === undefined) more = [first, chunk];
    else more.push(chunk);
  };
  const onEnd = () => done(more === undefined ? (first ?? NO_BODY) : Buffer.concat(more, bytes));
  req.on("data", onData).on("end", onEnd).on("error", ignoreAbort);
}

// Without a listener an aborted upload would be an unhandled error. There is nobody left to answer.
const ignoreAbort = () => undefined;

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
    .on("error", ignoreAbort)
    .on("end", close)
    .on("close", close)
    .on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > LINGER_BYTES_MAX) close();
    });
}
