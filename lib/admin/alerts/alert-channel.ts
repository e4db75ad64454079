import { createHmac, randomBytes } from "node:crypto";
import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { parseJson } from "@/lib/kernel/parse-json";
import { Secret } from "@/lib/kernel/secret";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import type { AlertChannel as Row } from "@/lib/platform/postgres/generated/client";

export const CHANNEL_KINDS = ["email", "slack", "webhook"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Where alerts are sent, without what is secret of it. */
export interface AlertChannel {
  readonly id: number;
  readonly kind: ChannelKind;
  /** An e-mail address, or the host. */
  readonly target: string;
  readonly onlyCritical: boolean;
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** A kind that this version does not know is left out. */
export function toAlertChannel(row: Row): readonly AlertChannel[] {
  const kind = CHANNEL_KINDS.find((known) => known === row.kind);
  const { id, target, onlyCritical, createdAt, createdBy } = row;
  return kind === undefined ? [] : [{ id, kind, target, onlyCritical, createdAt, createdBy }];
}

const secretsSchema = z.object({ url: z.string(), key: z.string() });

/** The address, which lets whoever has it write there, and the key that signs; both sealed for the row. */
export const sealChannel = (
  { cipher }: Pick<Context, "cipher">,
  id: number,
  secrets: z.output<typeof secretsSchema>,
) => cipher.encrypt(stringifyJson(secrets), channelRow(id));

/** Throws AppError `unavailable` when the key of the cipher is not the right one. */
export function openChannel({ cipher }: Pick<Context, "cipher">, { id, secrets }: Row) {
  const { url, key } = secretsSchema.parse(parseJson(cipher.decrypt(secrets, channelRow(id))));
  return { url: new Secret(url), key: new Secret(key) };
}

/** The row that a channel's secrets are bound to. */
export const channelRow = (id: number): string => `alert_channel:${id}`;

const KEY_PREFIX = "whsec_";

/** A signing key as Standard Webhooks writes it: between 24 and 64 bytes. */
export const newSigningKey = (): string => KEY_PREFIX + randomBytes(32).toString("base64");

/** The headers of Standard Webhooks. @param seconds since the epoch */
export function signedHeaders(
  key: Secret,
  id: string,
  seconds: number,
  body: string,
): Readonly<Record<string, string>> {
  const bytes = Buffer.from(key.reveal().slice(KEY_PREFIX.length), "base64");
  const signature = createHmac("sha256", bytes).update(`${id}.${seconds}.${body}`).digest("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": `v1,${signature}`,
  };
}
