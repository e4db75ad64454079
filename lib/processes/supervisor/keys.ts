import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@/lib/kernel/errors";
import { Secret } from "@/lib/kernel/secret";
import type { Env } from "@/lib/platform/env";

const KEY_BYTES = 32;
const ENCRYPTION_KEY_FILE = "encryption-key";

export interface Keys {
  /** Base64; the first writes, all read. */
  readonly encryptionKeys: readonly [Secret, ...Secret[]];
  readonly authSecret: Secret;
}

/** What the operator has set; the rest is made once and kept in DATA_DIR, readable by us alone. */
export function loadKeys(env: Env): Keys {
  const [first, ...others] = env.encryptionKeys;
  return {
    encryptionKeys: first === undefined ? storedEncryptionKeys(env.dataDir) : [first, ...others],
    authSecret: env.authSecret ?? new Secret(stored(env.dataDir, "auth-secret")),
  };
}

/** The keys in DATA_DIR: one, or the new one before the old one while they are exchanged. */
function storedEncryptionKeys(dataDir: string): Keys["encryptionKeys"] {
  const keys = stored(dataDir, ENCRYPTION_KEY_FILE).split(/\s+/);
  const [first, ...others] = keys.map((key) => new Secret(key));
  if (first !== undefined && keys.every(isKey)) return [first, ...others];
  throw new AppError(
    "unavailable",
    `${join(dataDir, ENCRYPTION_KEY_FILE)} is not ${KEY_BYTES} bytes in base64: put the right file back; without it stored credentials cannot be read.`,
  );
}

/** Replaces the keys in DATA_DIR, whole: whoever stops in the middle finds the old ones. */
export function storeEncryptionKeys(dataDir: string, keys: Keys["encryptionKeys"]): void {
  const path = join(dataDir, ENCRYPTION_KEY_FILE);
  const text = keys.map((key) => `${key.reveal()}\n`).join("");
  writeFileSync(`${path}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}

export const newEncryptionKey = (): Secret => new Secret(randomBytes(KEY_BYTES).toString("base64"));

const isKey = (text: string): boolean => Buffer.from(text, "base64").length === KEY_BYTES;

function stored(dataDir: string, name: string): string {
  const path = join(dataDir, name);
  if (!existsSync(path)) {
    writeFileSync(path, `${randomBytes(KEY_BYTES).toString("base64")}\n`, {
      mode: 0o600,
      flag: "wx",
    });
  }
  return readFileSync(path, "utf8").trim();
}
