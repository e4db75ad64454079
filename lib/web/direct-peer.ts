import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

// Who is at the other end of the socket. Next hides the socket from its routes, so our listener tells it in a header,
// with a word that only this process knows: nobody else can claim to be local.

const HEADER = "x-tributary-peer";
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/** What proxies add; one that adds none of them is met by the rule of isPublishedHere. */
const PROXY_HEADERS = ["x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via"];

const shared = globalThis as typeof globalThis & { tributaryPeerWord?: string };

/** For the listener, before Next sees the request. A request that a proxy forwarded is nobody's own. */
export function markPeer(req: IncomingMessage): void {
  shared.tributaryPeerWord ??= randomUUID();
  const isLocal =
    LOOPBACK.test(req.socket.remoteAddress ?? "") &&
    LOOPBACK_HOST.test(req.headers.host ?? "") &&
    PROXY_HEADERS.every((name) => req.headers[name] === undefined);
  req.headers[HEADER] = isLocal ? shared.tributaryPeerWord : "";
}

/** Whether the request came straight from this machine; false when our listener did not mark it. */
export function isDirectlyLocal(request: Request): boolean {
  const word = shared.tributaryPeerWord;
  return word !== undefined && request.headers.get(HEADER) === word;
}

/**
 * Whether nothing but this machine is meant to reach the listener. With any other PUBLIC_URL a proxy may stand on this
 * machine, and one that adds no header (nginx as it comes) makes everybody look local. Pure.
 */
export const isPublishedHere = (publicUrl: string): boolean =>
  LOOPBACK_HOST.test(new URL(publicUrl).host);
