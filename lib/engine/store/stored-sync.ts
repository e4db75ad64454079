import type { z } from "zod";
import {
  type ConnectorConfig,
  storedConfigSchemaOf,
  storedSecretsSchemaOf,
} from "@/lib/engine/connectors/parameters";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { type Settings, settingsSchema } from "@/lib/engine/pipeline/transform/settings";
import { AppError } from "@/lib/kernel/errors";
import type { Cipher } from "@/lib/platform/crypto/cipher";
import { issueWords, sentence, toFieldErrors } from "@/lib/platform/issue-words";

// The one reading of what is stored of a sync, for workers and for people. All of it throws AppError
// `corrupt_settings` when it is not as this version's schemas say.

/** What a row of `syncs` holds as JSON, whoever read it. */
interface StoredSync {
  readonly id: number;
  readonly partner: string;
  readonly config: unknown;
  readonly settings: unknown;
}

/** In clear, by parameter id. */
export type Secrets = Readonly<Record<string, string | undefined>>;

export const storedConfig = (row: Omit<StoredSync, "settings">): ConnectorConfig =>
  parseStored(
    storedConfigSchemaOf(connectorOf(row.partner).definition.parameters),
    row.config,
    `The config of sync ${row.id}`,
  );

export const storedSettings = (row: Pick<StoredSync, "id" | "settings">): Settings =>
  parseStored(settingsSchema, row.settings, `The settings of sync ${row.id}`);

/** AppError `unavailable` when the key is not the right one. Nothing entered is stored as nothing. */
export function storedSecrets(
  row: Pick<StoredSync, "id" | "partner"> & { readonly secrets: Uint8Array },
  cipher: Cipher,
): Secrets {
  if (row.secrets.length === 0) return {};
  return parseStored(
    storedSecretsSchemaOf(connectorOf(row.partner).definition.parameters),
    JSON.parse(cipher.decrypt(row.secrets, secretsRow(row.id))),
    `The credentials of sync ${row.id}`,
  );
}

/** The row that a sync's secrets are bound to. */
export const secretsRow = (syncId: number): string => `sync:${syncId}`;

/** A JSON column as its schema says. */
export function parseStored<S extends z.ZodType>(
  schema: S,
  value: unknown,
  what: string,
): z.output<S> {
  const parsed = schema.safeParse(value, { error: issueWords });
  if (parsed.success) return parsed.data;
  const why = toFieldErrors(parsed.error).map(sentence).join("; ");
  throw new AppError("corrupt_settings", `${what} cannot be read: ${why}`);
}
