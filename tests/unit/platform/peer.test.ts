import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { isPublishedHere, markPeer, peerOf } from "@/lib/platform/peer";
import { createTrustedProxies } from "@/lib/platform/trusted-proxies";

const proxies = createTrustedProxies(["10.0.0.0/8"]);

function peer(remoteAddress: string, headers: Record<string, string>) {
  const req = { socket: { remoteAddress }, headers: { ...headers } };
  markPeer(req as unknown as IncomingMessage, proxies);
  return peerOf(new Headers(req.headers));
}

const isLocal = (remoteAddress: string, headers: Record<string, string>): boolean =>
  peer(remoteAddress, headers).isLocal;

describe("this machine", () => {
  test.each(["127.0.0.1:3000", "localhost:3000", "[::1]:3000", "LOCALHOST"])("is %s", (host) => {
    expect(isLocal("127.0.0.1", { host })).toBe(true);
    expect(isLocal("::ffff:127.0.0.1", { host })).toBe(true);
    expect(isLocal("192.0.2.1", { host })).toBe(false);
  });

  test.each(["x-forwarded-for", "x-real-ip", "forwarded", "via", "x-forwarded-host"])(
    "is nobody whom a proxy forwarded (%s)",
    (name) => {
      expect(isLocal("127.0.0.1", { host: "localhost", [name]: "192.0.2.1" })).toBe(false);
    },
  );

  test("is nobody who asks for another host, or invents our header", () => {
    expect(isLocal("127.0.0.1", { host: "tributary.example" })).toBe(false);
    expect(isLocal("192.0.2.1", { host: "localhost", "x-tributary-peer": "x" })).toBe(false);
  });

  test("is where the product is published, or a proxy may stand in front", () => {
    expect(isPublishedHere("http://localhost:3000")).toBe(true);
    expect(isPublishedHere("http://127.0.0.1:3000")).toBe(true);
    expect(isPublishedHere("https://tributary.example")).toBe(false);
  });
});

describe("the address", () => {
  test("is the socket's, or what a trusted proxy says", () => {
    expect(peer("192.0.2.1", { host: "x" }).address).toBe("192.0.2.1");
    expect(
      peer("10.1.1.1", { host: "x", "x-forwarded-for": "198.51.100.1, 192.0.2.9" }).address,
    ).toBe("192.0.2.9");
  });

  test("is not known behind a proxy that nobody said to trust, whatever it claims", () => {
    expect(peer("192.0.2.1", { host: "x", "x-forwarded-for": "192.0.2.9" }).address).toBeNull();
    expect(peer("192.0.2.1", { host: "x", via: "1.1 somewhere" }).address).toBeNull();
  });

  test("is not known of a request that our listener did not mark", () => {
    expect(peerOf(new Headers({ "x-tributary-peer": "x remote 192.0.2.1" })).address).toBeNull();
    expect(peerOf(new Headers()).address).toBeNull();
  });
});
