import type { ClientBase, Pool } from "pg";
import type { Offset, SyncId } from "@/lib/kernel/brand";

// Events that stopped a worker while it prepared them. Such an event is discarded instead of prepared once more.

export async function noteCostly(
  client: ClientBase,
  syncId: number,
  offset: number,
): Promise<void> {
  await client.query(
    `INSERT INTO costly_events (sync_id, "offset") SELECT id, $2 FROM syncs WHERE id = $1 ON CONFLICT DO NOTHING`,
    [syncId, offset],
  );
}

export type CostlyEvents = ReadonlyMap<SyncId, ReadonlySet<Offset>>;

/** Of all syncs: there are hardly ever any. */
export async function costlyEvents(pool: Pool): Promise<CostlyEvents> {
  const { rows } = await pool.query<{ readonly id: SyncId; readonly offsets: readonly string[] }>({
    name: "costly-events",
    text: `SELECT sync_id AS id, array_agg("offset"::text) AS offsets FROM costly_events GROUP BY sync_id`,
  });
  return new Map(rows.map(({ id, offsets }) => [id, new Set(offsets.map(Number) as Offset[])]));
}
