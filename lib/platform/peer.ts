import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { TrustedProxies } from "./trusted-proxies";

// Who is at the other end of the socket. Next hides the socket from its routes, so our listener tells it in a header,
// with a word that only this process knows: nobody else can claim to be local, or somebody else.

const HEADER = "x-tributary-peer";
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/** What proxies add; one that adds none of them is met by the rule of isPublishedHere. */
const PROXY_HEADERS = ["x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via"];

const shared = globalThis as typeof globalThis & { tributaryPeerWord?: string };

interface Peer {
  /** Came straight from this machine. */
  readonly isLocal: boolean;
  /** `null` when it is not known: behind a proxy that nobody said to trust, and without our listener. */
  readonly address: string | null;
}

/** For the listener, before Next sees the request. A request that a proxy forwarded is nobody's own. */
export function markPeer(req: IncomingMessage, proxies: TrustedProxies): void {
  shared.tributaryPeerWord ??= randomUUID();
  const { remoteAddress } = req.socket;
  const isForwarded = PROXY_HEADERS.some((name) => req.headers[name] !== undefined);
  const isLocal =
    LOOPBACK.test(remoteAddress ?? "") &&
    LOOPBACK_HOST.test(req.headers.host ?? "") &&
    !isForwarded;
  const forwardedFor = req.headers["x-forwarded-for"];
  const address = proxies.clientOf(remoteAddress, forwardedFor?.toString());
  const isKnown = !isForwarded || proxies.isTrusted(remoteAddress);
  const words = [shared.tributaryPeerWord, isLocal ? "local" : "remote", isKnown ? address : null];
  req.headers[HEADER] = words.join(" ");
}

/** What our listener said of the request with these headers. */
export function peerOf(headers: Headers): Peer {
  const [word, place, address = ""] = (headers.get(HEADER) ?? "").split(" ");
  if (word === undefined || word !== shared.tributaryPeerWord)
    return { isLocal: false, address: null };
  return { isLocal: place === "local", address: address === "" ? null : address };
}

/**
 * Whether nothing but this machine is meant to reach the listener. With any other PUBLIC_URL a proxy may stand on this
 * machine, and one that adds no header (nginx as it comes) makes everybody look local. Pure.
 */
export const isPublishedHere = (publicUrl: string): boolean =>
  LOOPBACK_HOST.test(new URL(publicUrl).host);
