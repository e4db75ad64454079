import type { Secret } from "@/lib/kernel/secret";

export interface Credentials {
  readonly siteId: string;
  readonly apiKey: Secret;
}

/** The Authorization header; made when a request is sent and kept nowhere. */
export function basicAuthorization({ siteId, apiKey }: Credentials): string {
  return `Basic ${Buffer.from(`${siteId}:${apiKey.reveal()}`).toString("base64")}`;
}

/** What an answer must not be kept with: plain, and as the header has it in both alphabets of base64. */
export function secretTexts(credentials: Credentials): readonly string[] {
  const basic = basicAuthorization(credentials).slice("Basic ".length);
  const urlSafe = basic.replaceAll("+", "-").replaceAll("/", "_");
  return [basic, urlSafe, credentials.apiKey.reveal(), credentials.siteId];
}
