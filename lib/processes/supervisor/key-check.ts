import { Client } from "pg";
import { secretKeyRow } from "@/lib/admin/projects/project";
import { AppError } from "@/lib/kernel/errors";
import { createCipher } from "@/lib/platform/crypto/cipher";
import { connectionOptions } from "@/lib/platform/postgres/connection-options";
import type { Keys } from "./keys";

const ANSWER_MS_MAX = 15_000;

/**
 * Rejects with one clear line when what is stored was encrypted with another key, before anything
 * is written with the wrong one.
 */
export async function requireMatchingKey(
  databaseUrl: string,
  { encryptionKeys }: Keys,
): Promise<void> {
  const client = new Client({
    ...connectionOptions(databaseUrl, "tributary-key-check"),
    query_timeout: ANSWER_MS_MAX,
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: number; secret_key: Uint8Array }>(
      "SELECT id, secret_key FROM projects ORDER BY id LIMIT 1",
    );
    const [project] = rows;
    if (project === undefined) return;
    createCipher(encryptionKeys).decrypt(project.secret_key, secretKeyRow(project.id));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(
      "unavailable",
      "ENCRYPTION_KEY is not the key that this database was written with, so its stored credentials cannot be read: set it to the earlier key (for the embedded database: put DATA_DIR/encryption-key back).",
    );
  } finally {
    await client.end();
  }
}
