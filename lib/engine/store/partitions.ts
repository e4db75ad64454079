import type { Pool } from "pg";

/**
 * Creates the partitions of the coming days by the database's clock; safe to call from any process at any time.
 * Never waits longer than a second for anybody, and makes nobody wait.
 */
export async function createPartitions(pool: Pool): Promise<void> {
  await pool.query("SELECT tributary_maintain_partitions((now() AT TIME ZONE 'UTC')::date)");
}

/** The UTC day as `YYYY-MM-DD`. */
export const utcDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The Monday of the UTC week as `YYYY-MM-DD`. */
export function utcWeek(ms: number): string {
  const sinceMonday = (new Date(ms).getUTCDay() + 6) % 7;
  return utcDay(ms - sinceMonday * 86_400_000);
}
