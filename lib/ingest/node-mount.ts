import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./answer";
import { clientAddress } from "./client-address";
import type { Ingest } from "./ingest";

// Ingestion on bare node:http: no framework between the socket and the handler. The server's own `requestTimeout`
// ends uploads that are too slow.

/** After an early 413 the client may go on sending this long before the connection is cut. */
const LINGER_MS = 2_000;
const LINGER_BYTES_MAX = 32 * 1_048_576;

/** Bodies in memory at once, being received or stored. Beyond it the answer is 503: nothing accepted, send again. */
const BUFFERED_BYTES_MAX = 64 * 1_048_576;

const NO_BODY = new Uint8Array(0);

/** Takes (true) the requests to the ingestion endpoints, leaves all others untouched (false). */
export function ingestListener(
  ingest: Ingest,
  bufferedBytesMax: number = BUFFERED_BYTES_MAX,
): (req: IncomingMessage, res: ServerResponse) => boolean {
  const memory: Memory = { bytes: 0, bytesMax: bufferedBytesMax };
  return (req, res) => {
    const url = req.url ?? "";
    const mark = url.indexOf("?");
    const path = mark < 0 ? url : url.slice(0, mark);
    const bytesMax = ingest.bodyBytesMax(path);
    if (bytesMax === null) return false;
    const answer = async (body: Uint8Array) => {
      const result = await ingest.handle({
        method: req.method ?? "",
        path,
        query: mark < 0 ? "" : url.slice(mark + 1),
        contentType: req.headers["content-type"],
        contentEncoding: req.headers["content-encoding"],
        body,
        remoteAddress: clientAddress(req.socket.remoteAddress, forwardedFor(req)),
      });
      memory.bytes -= body.length;
      write(res, result);
    };
    if (req.method === "POST")
      receive(req, { bytesMax, memory }, answer, (kind) =>
        refuse(req, res, ingest.refuse(path, kind)),
      );
    else void answer(NO_BODY);
    return true;
  };
}

interface Memory {
  bytes: number;
  readonly bytesMax: number;
}

function forwardedFor(req: IncomingMessage): string | undefined {
  const value = req.headers["x-forwarded-for"];
  return Array.isArray(value) ? value.join(",") : value;
}

/**
 * Collects the body, counting it in `memory`; whoever is given it takes it out again. An aborted upload calls
 * neither `done` nor `refused`.
 */
function receive(
  req: IncomingMessage,
  { bytesMax, memory }: { readonly bytesMax: number; readonly memory: Memory },
  done: (body: Uint8Array) => Promise<void>,
  refused: (kind: "too_large" | "unavailable") => void,
): void {
  if (Number(req.headers["content-length"] ?? 0) > bytesMax) {
    refused("too_large");
    return;
  }
  // Most bodies are one chunk: no list, no copy.
  let first: Buffer | undefined;
  let more: Buffer[] | undefined;
  let bytes = 0;
  const stop = () => {
    req.off("data", onData).off("end", onEnd).off("close", onClose);
    memory.bytes -= bytes;
  };
  const onData = (chunk: Buffer) => {
    bytes += chunk.length;
    memory.bytes += chunk.length;
    if (bytes > bytesMax || memory.bytes > memory.bytesMax) {
      stop();
      refused(bytes > bytesMax ? "too_large" : "unavailable");
    } else if (first === undefined) first = chunk;
    else if (more === undefined) more = [first, chunk];
    else more.push(chunk);
  };
  const onEnd = () => {
    req.off("close", onClose);
    void done(more === undefined ? (first ?? NO_BODY) : Buffer.concat(more, bytes));
  };
  const onClose = stop;
  req.on("data", onData).on("end", onEnd).on("close", onClose).on("error", ignoreAbort);
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
