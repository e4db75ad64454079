import { randomBytes } from "node:crypto";
import { hashSecret } from "@/lib/engine/ingest/webhook/hash-secret";
import { env } from "@/lib/platform/env";

/** Kinds of sources that are made: the ingestion endpoints are there without. */
export const SOURCE_KINDS = ["amplitude_webhook"] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** A source without its secret. */
export interface Source {
  readonly id: number;
  readonly kind: SourceKind;
  /** Where Amplitude has to send to. */
  readonly url: string;
  /** Of the secret. */
  readonly lastFour: string;
  readonly createdAt: Date;
  readonly createdBy: string;
}

interface SourceRow {
  readonly id: number;
  readonly key: string;
  readonly lastFour: string;
  readonly createdAt: Date;
  readonly createdBy: string;
}

export const toSource = ({ id, key, lastFour, createdAt, createdBy }: SourceRow): Source => ({
  id,
  kind: "amplitude_webhook",
  url: `${env().publicUrl}/hooks/amplitude/${key}`,
  lastFour,
  createdAt,
  createdBy,
});

/** What is named of a source in the audit log. */
export const sourceName = (lastFour: string): string => `Amplitude - Webhook …${lastFour}`;

/** A new secret, and what is stored of it. */
export function newSecret() {
  const secret = randomBytes(32).toString("base64url");
  return { secret, stored: { secretHash: hashSecret(secret), lastFour: secret.slice(-4) } };
}
