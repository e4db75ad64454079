import { renewSealed } from "@/lib/admin/operations/renew-sealed";
import { AppError } from "@/lib/kernel/errors";
import { createCipher } from "@/lib/platform/crypto/cipher";
import { type Env, parseProcessEnv } from "@/lib/platform/env";
import { startEmbeddedPostgres } from "@/lib/platform/postgres/embedded/server";
import { migrate } from "@/lib/platform/postgres/migrate";
import { createPool } from "@/lib/platform/postgres/pool";
import { requireMatchingKey } from "./key-check";
import { type Keys, loadKeys, newEncryptionKey, storeEncryptionKeys } from "./keys";

// `npm run rotate-key`: everything that is stored encrypted is written anew with the first key. Where the key lies in
// DATA_DIR a new one is made first; stopped in the middle, the next run goes on with it.

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const parsed = parseProcessEnv();
if (parsed.ok) {
  await rotate(parsed.value).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    complain([error.message]);
  });
} else complain(parsed.error);

function complain(lines: readonly string[]): void {
  process.stderr.write(`${lines.join("\n")}\n`);
  process.exitCode = 1;
}

async function rotate(env: Env): Promise<void> {
  const isOurs = env.encryptionKeys.length === 0;
  const postgres =
    env.databaseUrl === undefined
      ? await startEmbeddedPostgres({ dataDir: env.dataDir, say })
      : undefined;
  const databaseUrl = env.databaseUrl ?? postgres?.url ?? "";
  try {
    const keys = isOurs ? withNewKey(env.dataDir, loadKeys(env)) : loadKeys(env);
    if (keys.encryptionKeys.length === 1) {
      throw new AppError(
        "conflict",
        "There is one key only: set ENCRYPTION_KEYS to the new key and the old one, in this order, for every process, restart them, and run this again.",
      );
    }
    await migrate(databaseUrl);
    await requireMatchingKey(databaseUrl, keys);
    const renewed = await renew(databaseUrl, keys);
    if (isOurs) storeEncryptionKeys(env.dataDir, [keys.encryptionKeys[0]]);
    say(
      isOurs
        ? `${renewed} stored values are encrypted with the new key in DATA_DIR/encryption-key. Keep a copy of it; the old one is not needed any more.`
        : `${renewed} stored values are encrypted with the first of ENCRYPTION_KEYS now. The others can be taken away.`,
    );
  } finally {
    await postgres?.stop();
  }
}

/** Two keys are left of a rotation that was stopped. */
function withNewKey(dataDir: string, keys: Keys): Keys {
  if (keys.encryptionKeys.length > 1) return keys;
  const encryptionKeys = [newEncryptionKey(), ...keys.encryptionKeys] as const;
  storeEncryptionKeys(dataDir, encryptionKeys);
  return { ...keys, encryptionKeys };
}

async function renew(databaseUrl: string, { encryptionKeys }: Keys): Promise<number> {
  const pool = createPool(databaseUrl, 1, "tributary-rotate-key");
  try {
    return await renewSealed(pool, createCipher(encryptionKeys));
  } finally {
    await pool.end();
  }
}
