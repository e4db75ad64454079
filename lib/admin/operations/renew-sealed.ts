import type { Pool } from "pg";
import { answerRow } from "@/lib/admin/access/answer-once";
import { channelRow } from "@/lib/admin/alerts/alert-channel";
import { secretKeyRow } from "@/lib/admin/projects/project";
import { backfillSecretsRow } from "@/lib/engine/store/backfill/secrets-row";
import { secretsRow } from "@/lib/engine/store/stored-sync";
import type { Cipher } from "@/lib/platform/crypto/cipher";

interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The columns of its primary key. */
  readonly key: readonly string[];
  /** The row that the value is bound to, from the values of its key. */
  readonly row: (...key: readonly string[]) => string;
}

/** Every column with values of the cipher. A test compares it with the columns that there are. */
export const SEALED: readonly SealedColumn[] = [
  { table: "projects", column: "secret_key", key: ["id"], row: (id) => secretKeyRow(Number(id)) },
  { table: "syncs", column: "secrets", key: ["id"], row: (id) => secretsRow(Number(id)) },
  {
    table: "alert_channels",
    column: "secrets",
    key: ["id"],
    row: (id) => channelRow(Number(id)),
  },
  {
    table: "backfills",
    column: "secrets",
    key: ["id"],
    row: (id) => backfillSecretsRow(Number(id)),
  },
  {
    table: "idempotency_keys",
    column: "answer",
    key: ["token_id", "key"],
    row: (id, key = "") => answerRow(Number(id), key),
  },
];

/**
 * Writes whatever is sealed with another than the cipher's first key anew, and answers how many values those were.
 * What is saved meanwhile stays as it was saved. Safe to stop and to run again.
 */
export async function renewSealed(pool: Pick<Pool, "query">, cipher: Cipher): Promise<number> {
  let renewed = 0;
  for (const column of SEALED) {
    // What somebody saved between the reading and the writing is met by the next pass: the last one meets nothing old.
    for (let old = 1; old > 0; ) {
      const pass = await renewColumn(pool, cipher, column);
      renewed += pass.renewed;
      old = pass.old;
    }
  }
  return renewed;
}

async function renewColumn(
  pool: Pick<Pool, "query">,
  cipher: Cipher,
  { table, column, key, row }: SealedColumn,
): Promise<{ readonly old: number; readonly renewed: number }> {
  const keys = key.map((name) => `${name}::text AS ${name}`).join(", ");
  const { rows } = await pool.query<Record<string, string> & { sealed: Uint8Array }>(
    `SELECT ${keys}, ${column} AS sealed FROM ${table} WHERE length(${column}) > 0`,
  );
  const same = key.map((name, n) => `${name}::text = $${n + 3}`).join(" AND ");
  let old = 0;
  let renewed = 0;
  for (const found of rows) {
    const values = key.map((name) => found[name] ?? "");
    const anew = cipher.renew(found.sealed, row(...values));
    if (anew === null) continue;
    old += 1;
    const { rowCount } = await pool.query(
      `UPDATE ${table} SET ${column} = $1 WHERE ${column} = $2 AND ${same}`,
      [anew, found.sealed, ...values],
    );
    renewed += rowCount ?? 0;
  }
  return { old, renewed };
}
