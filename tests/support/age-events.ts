import type { Pool } from "pg";
import type { ProjectId } from "@/lib/kernel/brand";

/**
 * Makes the project's events as old as if they had been appended so many days ago. Whoever has appended them MUST NOT
 * append again: it remembers people as they were.
 */
export async function ageEvents(pool: Pool, project: ProjectId, days: number): Promise<void> {
  await pool.query(
    `SELECT tributary_create_partition(parent, day - $2::int, day - $2::int + 1)
     FROM unnest(ARRAY['events', 'person_states']) AS parent, (SELECT DISTINCT day FROM events WHERE project_id = $1) AS days`,
    [project, days],
  );
  await pool.query(
    `UPDATE events SET day = day - $2::int, received_at = received_at - $2::int * interval '1 day'
     WHERE project_id = $1`,
    [project, days],
  );
  await pool.query("UPDATE person_states SET day = day - $2::int WHERE project_id = $1", [
    project,
    days,
  ]);
  await pool.query("UPDATE people SET state_day = state_day - $2::int WHERE project_id = $1", [
    project,
    days,
  ]);
}

/** As after a housekeeping of just now: whatever the events' age, the clock is believed. */
export async function trustTheClock(pool: Pool): Promise<void> {
  await pool.query("UPDATE housekeeping SET last_run_at = now(), clock_jumped_at = NULL");
}
