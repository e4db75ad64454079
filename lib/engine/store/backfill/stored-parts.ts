import type { Pool } from "pg";
import type { StoredFile } from "@/lib/engine/backfill/stored-file";
import { naturally } from "@/lib/engine/backfill/zip-entries";

/** Bytes of a part; the last of a file has what is left. Below what a request's body may have. */
export const PART_BYTES = 1_000_000;

/** The files of a backfill in the natural order of their names, read from their parts: one part in memory at a time. */
export async function storedFiles(pool: Pool, backfill: number): Promise<readonly StoredFile[]> {
  const { rows } = await pool.query<{ number: number; name: string; bytes: number }>(
    "SELECT number, name, bytes FROM backfill_files WHERE backfill_id = $1 ORDER BY number",
    [backfill],
  );
  return rows
    .sort((a, b) => naturally(a.name, b.name) || a.number - b.number)
    .map(({ number, name, bytes }) => ({ name, bytes, read: reader(pool, backfill, number) }));
}

function reader(pool: Pool, backfill: number, file: number): StoredFile["read"] {
  let known: { readonly part: number; readonly content: Buffer } | null = null;
  return async (from, to) => {
    const part = Math.floor(from / PART_BYTES);
    if (known?.part !== part) {
      const { rows } = await pool.query<{ readonly content: Buffer }>({
        name: "read-backfill-part",
        text: "SELECT content FROM backfill_parts WHERE backfill_id = $1 AND file = $2 AND part = $3",
        values: [backfill, file, part],
      });
      known = { part, content: rows[0]?.content ?? Buffer.alloc(0) };
    }
    const start = part * PART_BYTES;
    return known.content.subarray(from - start, Math.min(to - start, known.content.length));
  };
}
