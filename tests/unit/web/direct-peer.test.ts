import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { isDirectlyLocal, isPublishedHere, markPeer } from "@/lib/web/direct-peer";

function isLocal(remoteAddress: string, headers: Record<string, string>): boolean {
  const req = { socket: { remoteAddress }, headers: { ...headers } };
  markPeer(req as unknown as IncomingMessage);
  return isDirectlyLocal(new Request("http://x/", { headers: req.headers }));
}

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
