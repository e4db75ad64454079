import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/kernel/errors";
import { toProblem } from "@/lib/web/problem";

// Bodies for Next are bounded before Next sees them: it reads some routes' into memory whole, whatever their size.

/** A form with a name and a password. */
const SIGN_IN_BYTES_MAX = 65_536;
/** Everything else that people and scripts send; Next's own bound for server actions. */
const BYTES_MAX = 1_048_576;
/** After the 413 the client may go on sending this long before the connection is cut. */
const LINGER_MS = 2_000;

/** A file of history, which is taken as it comes, a part at a time. */
const FILE_PATH = /^\/v1\/projects\/\d{1,9}\/backfills\/?(?:\?|$)/;

function bytesMaxOf(path: string): number {
  if (FILE_PATH.test(path)) return Number.POSITIVE_INFINITY;
  return /^\/+api\/+auth(?:[/?]|$)/.test(path) ? SIGN_IN_BYTES_MAX : BYTES_MAX;
}

/**
 * A listener that takes only what is too large, with 413: at once when its length is announced, else when so much has
 * come. The method does not matter: any request can have a body.
 */
export function limitBody(req: IncomingMessage, res: ServerResponse): boolean {
  const bytesMax = bytesMaxOf(req.url ?? "");
  if (Number(req.headers["content-length"] ?? 0) > bytesMax) {
    req.on("error", () => undefined).resume();
    refuse(req, res, bytesMax);
    return true;
  }
  if (req.headers["transfer-encoding"] !== undefined) countChunks(req, res, bytesMax);
  return false;
}

/** Counts below the stream, because whoever reads it is not to be disturbed. Beyond the limit it sees no more. */
function countChunks(req: IncomingMessage, res: ServerResponse, bytesMax: number): void {
  const push = req.push.bind(req);
  let bytes = 0;
  req.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    const wasWithin = bytes <= bytesMax;
    bytes += chunk?.length ?? 0;
    if (bytes <= bytesMax) return push(chunk, encoding);
    if (wasWithin) refuse(req, res, bytesMax);
    return true;
  };
}

function refuse(req: IncomingMessage, res: ServerResponse, bytesMax: number): void {
  const cut = () => req.destroy();
  if (res.headersSent) return void cut();
  const error = new AppError("too_large", `A body may have at most ${bytesMax} bytes here`);
  const body = JSON.stringify(toProblem(error, req.url ?? ""));
  res.writeHead(413, {
    "Content-Type": "application/problem+json",
    "Content-Length": Buffer.byteLength(body),
    Connection: "close",
  });
  // Closing with unread data resets the connection, and the answer might be lost.
  const timer = setTimeout(cut, LINGER_MS);
  req.on("close", () => clearTimeout(timer));
  res.end(body, cutWhenRead);
  function cutWhenRead() {
    if (req.complete) cut();
  }
}
