import { hash } from "node:crypto";
import type { PoolClient } from "pg";
import { utcWeek } from "@/lib/engine/store/partitions";
import type { ProjectId } from "@/lib/kernel/brand";

/** Amplitude: "same insert_id + same device_id … in the past 7 days → ignored". */
const DEDUPLICATION_MS = 7 * 86_400_000;

/** The stored form of a dedupe key: the first 16 bytes of its SHA-256, as a UUID. */
export function hashDedupeKey(key: string): string {
  const hex = hash("sha256", key, "hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Which of the keys were accepted within the last seven days. Two weekly partitions are looked into; the caller
 * holds the head's lock, so nobody can add a key in between.
 */
export async function findDuplicates(
  client: PoolClient,
  project: ProjectId,
  keys: readonly string[],
  nowMs: number,
): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const { rows } = await client.query<{ readonly key: string }>({
    name: "find-duplicates",
    text: `SELECT key FROM insert_ids
           WHERE project_id = $1 AND key = ANY($2::uuid[]) AND week BETWEEN $3::date AND $5::date
             AND received_at > $4::timestamptz`,
    values: [
      project,
      keys,
      utcWeek(nowMs - DEDUPLICATION_MS),
      new Date(nowMs - DEDUPLICATION_MS).toISOString(),
      utcWeek(nowMs),
    ],
  });
  return new Set(rows.map((row) => row.key));
}
