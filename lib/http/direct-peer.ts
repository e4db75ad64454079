import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

// Who is at the other end of the socket. Next hides the socket from its routes, so our listener tells it in a header,
// with a word that only this process knows: nobody else can claim to be local.

const HEADER = "x-tributary-peer";
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

const shared = globalThis as typeof globalThis & { tributaryPeerWord?: string };

/** For the listener, before Next sees the request. A request that a proxy forwarded is nobody's own. */
export function markPeer(req: IncomingMessage): void {
  shared.tributaryPeerWord ??= randomUUID();
  const isDirect = req.headers["x-forwarded-for"] === undefined;
  const isLocal = isDirect && LOOPBACK.test(req.socket.remoteAddress ?? "");
  req.headers[HEADER] = isLocal ? shared.tributaryPeerWord : "";
}

/** Whether the request came straight from this machine; false when our listener did not mark it. */
export function isDirectlyLocal(request: Request): boolean {
  const word = shared.tributaryPeerWord;
  return word !== undefined && request.headers.get(HEADER) === word;
}
