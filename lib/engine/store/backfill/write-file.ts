import type { Pool } from "pg";
import { inTransaction } from "@/lib/platform/postgres/pool";
import type { ClaimedBackfill } from "./backfill-row";
import { checkpoint } from "./checkpoint";
import { PART_BYTES } from "./stored-parts";

/** Keeps what comes as the file of this number, a part at a time, in the place of what was there of it. */
export async function writeParts(
  pool: Pool,
  { id }: Pick<ClaimedBackfill, "id">,
  file: number,
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ readonly bytes: number }> {
  await pool.query("DELETE FROM backfill_parts WHERE backfill_id = $1 AND file = $2", [id, file]);
  let part = 0;
  let bytes = 0;
  for await (const content of inParts(chunks)) {
    await pool.query({
      name: "write-backfill-part",
      text: "INSERT INTO backfill_parts (backfill_id, file, part, content) VALUES ($1, $2, $3, $4)",
      values: [id, file, part, Buffer.from(content)],
    });
    part += 1;
    bytes += content.length;
  }
  return { bytes };
}

/** Notes that a file is there, whole, and that the next one is to come. */
export const writeFile = (
  pool: Pool,
  claim: ClaimedBackfill,
  {
    number,
    name,
    bytes,
  }: { readonly number: number; readonly name: string; readonly bytes: number },
): Promise<void> =>
  inTransaction(pool, async (client) => {
    await checkpoint(client, claim, "at_file = $3", [number + 1]);
    await client.query(
      `INSERT INTO backfill_files (backfill_id, number, name, bytes, complete) VALUES ($1, $2, $3, $4, true)
       ON CONFLICT (backfill_id, number) DO UPDATE SET bytes = EXCLUDED.bytes`,
      [claim.id, number, name, bytes],
    );
  });

/** The same bytes in pieces of PART_BYTES, the last one shorter. */
export async function* inParts(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let pending: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    pending.push(chunk);
    bytes += chunk.length;
    if (bytes < PART_BYTES) continue;
    const all = Buffer.concat(pending);
    let at = 0;
    for (; bytes - at >= PART_BYTES; at += PART_BYTES) {
      yield Uint8Array.from(all.subarray(at, at + PART_BYTES));
    }
    pending = [all.subarray(at)];
    bytes -= at;
  }
  if (bytes > 0) yield Uint8Array.from(Buffer.concat(pending));
}
