import { type LookupAddress, lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { inNetworks } from "./trusted-proxies";

const CONNECT_TIMEOUT_MS = 5_000;

/** IANA's special-purpose registry of IPv4: what is not the public internet. */
const isSpecialIpv4 = inNetworks([
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
]);

/** Of IPv6 all but 2000::/3 is special, and in that, among others, what wraps IPv4 (6to4, Teredo). */
const isSpecialIpv6 = inNetworks([
  "::/3",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
  "4000::/2",
  "8000::/1",
]);

/** A list of IPv6 networks also knows IPv4 addresses, wrapped: each family is asked for by itself. */
const isPublic = (address: string): boolean =>
  isIP(address) === 4 ? !isSpecialIpv4(address) : !isSpecialIpv6(address);

/**
 * Connections to addresses that people enter: to the public internet by https://, and to whatever address lies in
 * `networks`, which the operator has set. Decided for the address that is really connected to, whatever its name
 * resolved to before; every redirect is a connection like any other. Close it when the process ends.
 */
export function createPublicAgent(networks: readonly string[]): Agent {
  const isOwn = inNetworks(networks);
  const plain = guarded(isOwn, "which http:// may not reach: enter an https:// address");
  const secure = guarded(
    (address) => isOwn(address) || isPublic(address),
    "which is no public address: the operator allows such networks in ALERT_NETWORKS",
  );
  return new Agent({
    connect: (options, callback) =>
      (options.protocol === "https:" ? secure : plain)(options, callback),
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

function guarded(mayReach: (address: string) => boolean, why: string): buildConnector.connector {
  const refusal = (host: string, address: string) =>
    new Error(`${host === address ? "This" : host} is ${address}, ${why}`);
  const resolve: LookupFunction = (host, options, callback) =>
    lookup(host, { ...options, all: true }, (error, addresses: readonly LookupAddress[]) => {
      const wrong = addresses?.find(({ address }) => !mayReach(address));
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) callback(error, "", 0);
      else if (wrong !== undefined) callback(refusal(host, wrong.address), "", 0);
      else if (options.all) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: resolve });
  return (options, callback) => {
    const { hostname } = options;
    // An address is connected to without a look-up.
    if (isIP(hostname) === 0 || mayReach(hostname)) return connect(options, callback);
    callback(refusal(hostname, hostname), null);
  };
}
