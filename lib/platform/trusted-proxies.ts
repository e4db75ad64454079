import { BlockList, isIP } from "node:net";
import { z } from "zod";

/** The proxies whose X-Forwarded-For is believed. */
export interface TrustedProxies {
  readonly isEmpty: boolean;
  isTrusted(peer: string | undefined): boolean;
  /**
   * The address that a request comes from: the peer, or the last address in X-Forwarded-For that is no trusted proxy
   * when the peer is one. Each proxy adds to the end, so a client cannot choose it. `null` when nothing is known.
   */
  clientOf(peer: string | undefined, forwardedFor: string | undefined): string | null;
}

/** `networks`: addresses or networks, such as `10.0.0.0/8`, that `isNetwork` says are well-formed. */
export function createTrustedProxies(networks: readonly string[]): TrustedProxies {
  const isTrusted = inNetworks(networks);
  return {
    isEmpty: networks.length === 0,
    isTrusted: (peer) => {
      const address = plainAddress(peer ?? "");
      return address !== null && isTrusted(address);
    },
    clientOf: (peer, forwardedFor) => {
      const own = peer === undefined ? null : plainAddress(peer);
      if (networks.length === 0 || forwardedFor === undefined) return own;
      if (own === null || !isTrusted(own)) return own;
      const forwarded = forwardedFor.split(",").map(plainAddress);
      const client = forwarded.findLast((address) => address === null || !isTrusted(address));
      return client ?? own;
    },
  };
}

export const NO_PROXIES: TrustedProxies = createTrustedProxies([]);

/** Addresses or networks with commas between, as a variable has them. */
export const networksSchema = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ""))
  .refine(
    (parts) => parts.every(isNetwork),
    "must be addresses or networks with commas between, for example 10.0.0.0/8,2001:db8::1",
  );

/** Whether an address is one of these or lies in one; IPv4 wrapped in IPv6 counts as the IPv4 that it is. */
export function inNetworks(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    const family = familyOf(address);
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => list.check(address, familyOf(address));
}

export function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
  );
}

/** Without the wrapping of IPv4 in IPv6; `null` when it is no address. */
export function plainAddress(text: string): string | null {
  const address = text.trim().replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(address) === 0 ? null : address;
}

const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");
