import type { Pool } from "pg";

/** Notes that a turn which a scheduler drove has ended well. */
export async function noteSchedulerTurn(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO scheduler_turns (id, ended_at) VALUES (1, now())
     ON CONFLICT (id) DO UPDATE SET previous_ended_at = scheduler_turns.ended_at, ended_at = now()`,
  );
}
