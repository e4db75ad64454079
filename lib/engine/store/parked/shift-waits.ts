import type { Pool } from "pg";
import { WAIT_MS_MAX } from "@/lib/engine/pipeline/deliver/parking-lot";
import { timestamp } from "@/lib/platform/postgres/copy";

/**
 * After the database's clock was set by `leapMs`: what waits in this worker's shards waits as long as before. `beforeMs`
 * is what the clock would say had it not been set; waits beyond any schedule were not made by it.
 */
export async function shiftWaits(
  pool: Pool,
  workerId: string,
  beforeMs: number,
  leapMs: number,
): Promise<void> {
  await pool.query(
    `UPDATE parked p SET retry_at = retry_at + $2::float8 * interval '1 millisecond' FROM cursors c
     WHERE c.lease_owner = $1 AND p.sync_id = c.sync_id AND p.shard = c.shard AND p.retry_at <= $3::timestamptz`,
    [workerId, leapMs, timestamp(beforeMs + WAIT_MS_MAX)],
  );
}
