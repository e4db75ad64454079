import { expect, test } from "vitest";
import { clientAddress } from "@/lib/engine/ingest/http/client-address";

test.each([
  ["a public peer is the client", "203.0.113.7", undefined, "203.0.113.7"],
  ["a public peer cannot choose", "203.0.113.7", "198.51.100.1", "203.0.113.7"],
  ["a proxy names the client", "127.0.0.1", "198.51.100.1", "198.51.100.1"],
  [
    "what the client wrote itself is not believed",
    "10.0.0.1",
    "1.2.3.4, 198.51.100.1",
    "198.51.100.1",
  ],
  ["private proxies in between are passed", "10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"],
  ["a client in the own network", "127.0.0.1", "10.1.1.1", "10.1.1.1"],
  ["IPv4 in IPv6 is IPv4", "::ffff:203.0.113.7", undefined, "203.0.113.7"],
  ["a wrapped private peer is private", "::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"],
  ["IPv6", "::1", "2001:db8::1", "2001:db8::1"],
  ["rubbish is no address", "127.0.0.1", "unknown, <script>", "127.0.0.1"],
  ["an unknown peer is a proxy", undefined, "198.51.100.1", "198.51.100.1"],
  ["nothing known", undefined, undefined, null],
])("%s", (_name, peer, forwardedFor, expected) => {
  expect(clientAddress(peer, forwardedFor)).toBe(expected);
});
