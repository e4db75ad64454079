import type { Pool } from "pg";

/** As long as Amplitude keeps delivery metrics, and so do we. */
const KEPT_DAYS = 90;

/** Drops messages that were sent or given up, and alerts that are over, when they are old. */
export async function forgetAlerts(pool: Pool): Promise<void> {
  for (const table of ["alert_messages", "alerts"]) {
    await pool.query(`DELETE FROM ${table} WHERE ended_at < now() - make_interval(days => $1)`, [
      KEPT_DAYS,
    ]);
  }
}
