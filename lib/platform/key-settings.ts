import { hkdfSync } from "node:crypto";
import { z } from "zod";
import { Secret } from "@/lib/kernel/secret";

// The environment variables of keys: env.ts reads them.

const KEY_BYTES = 32;
const AUTH_SECRET_CHARACTERS_MIN = 32;
const ADVICE = `make one with "openssl rand -base64 ${KEY_BYTES}"`;

const isKey = (text: string): boolean =>
  /^[A-Za-z0-9+/]+={0,2}$/.test(text) && Buffer.from(text, "base64").length === KEY_BYTES;

const toSecret = (text: string) => new Secret(text);

export const secret = z.string().transform(toSecret);

export const keyVariables = {
  ENCRYPTION_KEY: z
    .string()
    .refine(isKey, `must be ${KEY_BYTES} bytes in base64: ${ADVICE}`)
    .transform(toSecret)
    .optional(),
  ENCRYPTION_KEYS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ""))
    .refine(
      (keys) => keys.length > 0 && keys.every(isKey),
      `must be keys of ${KEY_BYTES} bytes in base64 with commas between, the one that writes first: ${ADVICE}`,
    )
    .transform((keys) => keys.map(toSecret))
    .optional(),
  AUTH_SECRET: secret
    .refine(
      (value) => value.reveal().length >= AUTH_SECRET_CHARACTERS_MIN,
      `must have at least ${AUTH_SECRET_CHARACTERS_MIN} characters: ${ADVICE}`,
    )
    .optional(),
};

export interface KeySettings {
  /** 32 bytes in base64 each; the first writes. Empty = to be generated into DATA_DIR. */
  readonly encryptionKeys: readonly Secret[];
  /** Undefined only when there is no key; else derived from the first when it was not set. */
  readonly authSecret: Secret | undefined;
}

type Variables = z.output<z.ZodObject<typeof keyVariables>>;

export function keyContradictions(set: Variables, hasOwnDatabase: boolean): readonly string[] {
  if (set.ENCRYPTION_KEY !== undefined && set.ENCRYPTION_KEYS !== undefined)
    return ["ENCRYPTION_KEY and ENCRYPTION_KEYS are both set: name every key in ENCRYPTION_KEYS"];
  if (hasOwnDatabase && toKeySettings(set).encryptionKeys.length === 0)
    return [
      `ENCRYPTION_KEY must be set when DATABASE_URL is: ${ADVICE}, keep it, and give it to every process that uses this database`,
    ];
  return [];
}

export function toKeySettings(set: Variables): KeySettings {
  const one = set.ENCRYPTION_KEY === undefined ? [] : [set.ENCRYPTION_KEY];
  const encryptionKeys = set.ENCRYPTION_KEYS ?? one;
  return { encryptionKeys, authSecret: set.AUTH_SECRET ?? deriveAuthSecret(encryptionKeys[0]) };
}

/** Every process with one ENCRYPTION_KEY must agree on it, also where no file can be shared. */
function deriveAuthSecret(key: Secret | undefined): Secret | undefined {
  if (key === undefined) return undefined;
  const bytes = hkdfSync("sha256", Buffer.from(key.reveal(), "base64"), "", "tributary auth", 32);
  return new Secret(Buffer.from(bytes).toString("base64"));
}
