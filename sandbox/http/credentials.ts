import { timingSafeEqual } from "node:crypto";

export interface Credentials {
  readonly siteId: string;
  readonly apiKey: string;
}

/** HTTP Basic in standard or URL-safe base64, split at the first colon; undefined for anything else. */
export function readBasic(header: string | undefined): Credentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8"); // reads both alphabets
  const colon = text.indexOf(":");
  if (colon < 0) return undefined;
  return { siteId: text.slice(0, colon), apiKey: text.slice(colon + 1) };
}

export function readBearer(header: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
}

export function sameSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
