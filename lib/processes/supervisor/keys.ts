import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@/lib/kernel/errors";
import type { Env } from "@/lib/platform/env";

const KEY_BYTES = 32;

/** The keys as children get them: base64 text. */
export interface Keys {
  readonly encryptionKey: string;
  readonly authSecret: string;
}

/** What the operator has set; the rest is made once and kept in DATA_DIR, readable by us alone. */
export function loadKeys(env: Env): Keys {
  const encryptionKey = env.encryptionKey?.reveal() ?? stored(env.dataDir, "encryption-key");
  if (Buffer.from(encryptionKey, "base64").length !== KEY_BYTES) {
    throw new AppError(
      "unavailable",
      `${join(env.dataDir, "encryption-key")} is not ${KEY_BYTES} bytes in base64: put the right file back; without it stored credentials cannot be read.`,
    );
  }
  return {
    encryptionKey,
    authSecret: env.authSecret?.reveal() ?? stored(env.dataDir, "auth-secret"),
  };
}

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
