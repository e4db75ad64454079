import { isIPv6 } from "node:net";

/**
 * The one share in all budgets that an address belongs to: an IPv6 network of 64 bits, which is the least that one
 * customer has, or an IPv4 address. What has no known address is one client.
 */
export function clientShare(address: string | null): string {
  if (address === null || !isIPv6(address)) return address ?? "";
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  if (tail !== undefined) {
    const after = tail === "" ? [] : tail.split(":");
    while (groups.length + after.length < 8) groups.push("0");
    groups.push(...after);
  }
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}
