import { addressOf } from "@/lib/engine/connectors/http/call";
import type { Region } from "./parameters";

// The only hosts that ever get credentials: Customer.io's two regions, or what the operator put in their place.

export type BaseUrls = Readonly<Record<Region, string>>;

export const CUSTOMER_IO_URLS: BaseUrls = {
  us: "https://track.customer.io",
  eu: "https://track-eu.customer.io",
};

export const otherRegion = (region: Region): Region => (region === "us" ? "eu" : "us");

/** Whether a URL lies below a base URL: same scheme, host and port, and the base's path. Pure. */
function isBelow(url: URL, base: string): boolean {
  const { origin, path } = addressOf(base, "");
  return url.origin === origin && (url.pathname === path || url.pathname.startsWith(`${path}/`));
}

/** The region whose host a URL is on, `own` first; null for anywhere else. Pure. */
export function regionOf(url: URL, own: Region, baseUrls: BaseUrls): Region | null {
  const other = otherRegion(own);
  const nested = baseUrls[other].length > baseUrls[own].length;
  const order = nested && isBelow(url, baseUrls[other]) ? [other, own] : [own, other];
  return order.find((region) => isBelow(url, baseUrls[region])) ?? null;
}
