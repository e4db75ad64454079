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

export async function costlyEvents(pool: Pool, syncId: SyncId): Promise<ReadonlySet<Offset>> {
  const { rows } = await pool.query<{ readonly offset: Offset }>(
    `SELECT "offset" FROM costly_events WHERE sync_id = $1`,
    [syncId],
  );
  return new Set(rows.map(({ offset }) => offset));
}
