import type { Secret } from "@/lib/kernel/secret";

export interface Credentials {
  readonly siteId: string;
  readonly apiKey: Secret;
}

/** The Authorization header; made when a request is sent and kept nowhere. */
export function basicAuthorization({ siteId, apiKey }: Credentials): string {
  return `Basic ${Buffer.from(`${siteId}:${apiKey.reveal()}`).toString("base64")}`;
}
