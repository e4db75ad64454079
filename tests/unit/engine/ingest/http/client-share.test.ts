import { expect, test } from "vitest";
import { clientShare } from "@/lib/engine/ingest/http/client-share";
import { createTrustedProxies, isNetwork } from "@/lib/platform/trusted-proxies";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:0db8:0001:0002:ffff::", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  [null, ""],
])("%s has the share of %s", (address, share) => {
  expect(clientShare(address)).toBe(share);
});

test.each([
  ["nobody is trusted", [], "127.0.0.1", "198.51.100.1", "127.0.0.1"],
  ["a proxy names the client", ["127.0.0.1"], "127.0.0.1", "198.51.100.1", "198.51.100.1"],
  ["who is no proxy names nobody", ["10.0.0.0/8"], "203.0.113.7", "198.51.100.1", "203.0.113.7"],
  [
    "proxies are passed",
    ["10.0.0.0/8"],
    "10.0.0.1",
    "1.2.3.4, 198.51.100.1, 10.0.0.2",
    "198.51.100.1",
  ],
  ["a private client is one", ["127.0.0.1"], "127.0.0.1", "192.168.1.5", "192.168.1.5"],
  ["wrapped addresses", ["127.0.0.1"], "::ffff:127.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"],
  ["IPv6 networks", ["fd00::/8"], "fd00::1", "2001:db8::1", "2001:db8::1"],
  ["what was not understood is the proxy's", ["127.0.0.1"], "127.0.0.1", "unknown", "127.0.0.1"],
  ["no header", ["127.0.0.1"], "127.0.0.1", undefined, "127.0.0.1"],
  ["no peer", [], undefined, "198.51.100.1", null],
])("%s", (_name, networks, peer, forwardedFor, expected) => {
  expect(createTrustedProxies(networks).clientOf(peer, forwardedFor)).toBe(expected);
});

test.each([
  ["10.0.0.0/8", true],
  ["2001:db8::/32", true],
  ["127.0.0.1", true],
  ["10.0.0.0/33", false],
  ["10.0.0/8", false],
  ["proxy.example", false],
  ["10.0.0.0/8/8", false],
])("%s is a network: %s", (text, expected) => {
  expect(isNetwork(text)).toBe(expected);
});
