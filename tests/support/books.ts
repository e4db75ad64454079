import type { Pool } from "pg";
import type { SyncId } from "@/lib/kernel/brand";

/** What a sync's counters say; `lag` is accepted but not read yet. */
export interface Books {
  readonly read: number;
  readonly filtered: number;
  readonly delivered: number;
  readonly discarded: number;
  readonly expired: number;
  readonly parked: number;
  /** Rows in the delivery log, by outcome, which must agree with the counters. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Reads all of it in one snapshot, so that the sums must agree at whatever moment it is called. */
export async function readBooks(pool: Pool, sync: SyncId): Promise<Books> {
  const { rows } = await pool.query<{ kind: string; name: string; n: number }>(
    `SELECT 'read' AS kind, '' AS name, sum(read_count)::bigint AS n FROM cursors WHERE sync_id = $1
     UNION ALL SELECT 'count', outcome, sum(count)::bigint FROM sync_minutes WHERE sync_id = $1 GROUP BY outcome
     UNION ALL SELECT 'parked', '', count(*) FROM parked WHERE sync_id = $1
     UNION ALL SELECT 'row', outcome, count(*) FROM deliveries WHERE sync_id = $1 GROUP BY outcome`,
    [sync],
  );
  const of = (kind: string, name: string) =>
    rows.find((row) => row.kind === kind && row.name === name)?.n ?? 0;
  return {
    read: of("read", ""),
    filtered: of("count", "filtered"),
    delivered: of("count", "delivered"),
    discarded: of("count", "discarded"),
    expired: of("count", "expired"),
    parked: of("parked", ""),
    rows: Object.fromEntries(
      rows.filter(({ kind }) => kind === "row").map(({ name, n }) => [name, n]),
    ),
  };
}
