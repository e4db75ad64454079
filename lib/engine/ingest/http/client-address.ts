import { BlockList, isIP } from "node:net";
import { plainAddress, type TrustedProxies } from "@/lib/platform/trusted-proxies";

const PRIVATE = new BlockList();
PRIVATE.addSubnet("127.0.0.0", 8);
PRIVATE.addSubnet("10.0.0.0", 8);
PRIVATE.addSubnet("172.16.0.0", 12);
PRIVATE.addSubnet("192.168.0.0", 16);
PRIVATE.addSubnet("169.254.0.0", 16);
PRIVATE.addSubnet("100.64.0.0", 10);
PRIVATE.addAddress("::1", "ipv6");
PRIVATE.addSubnet("fc00::", 7, "ipv6");
PRIVATE.addSubnet("fe80::", 10, "ipv6");

/**
 * The address that `ip: "$remote"` stands for: data, not a right, so it is guessed where nothing was said. With trusted
 * proxies it is what they say. Without, who connects from a public address is the client; who connects from a private
 * one (or is unknown: Next hides the socket) is taken for a proxy of ours, and the client is the last public address
 * in X-Forwarded-For: each proxy adds to the end, so a client cannot choose it. `null` when nothing is known.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  proxies?: TrustedProxies,
): string | null {
  if (proxies !== undefined && !proxies.isEmpty && peer !== undefined)
    return proxies.clientOf(peer, forwardedFor);
  const own = peer === undefined ? null : plainAddress(peer);
  if (forwardedFor === undefined || (own !== null && !isPrivate(own))) return own;
  const forwarded = forwardedFor
    .split(",")
    .map(plainAddress)
    .filter((address) => address !== null);
  return forwarded.findLast((address) => !isPrivate(address)) ?? forwarded.at(-1) ?? own;
}

const isPrivate = (address: string): boolean =>
  PRIVATE.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
