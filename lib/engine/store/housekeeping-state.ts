import type { Pool, PoolClient } from "pg";

/** What the last housekeeping found, for health; by the database's clock. */
export interface HousekeepingState {
  readonly lastRunMs: number | null;
  /** Nothing is dropped while it is set: the database's clock made a leap that nothing explains. */
  readonly clockJumpedMs: number | null;
  /** Partitions past the retention that an enabled sync still has to read. */
  readonly held: readonly string[];
  /** Events that were dropped at the hard limit though an enabled sync had not read them, and when last. */
  readonly droppedUnread: number;
  readonly droppedUnreadMs: number | null;
  /** Why the last run failed; null when it did not. */
  readonly error: string | null;
}

export async function readHousekeeping(pool: Pool | PoolClient): Promise<HousekeepingState> {
  const { rows } = await pool.query<HousekeepingState>(
    `SELECT ${ms("last_run_at")} AS "lastRunMs", ${ms("clock_jumped_at")} AS "clockJumpedMs", held,
       dropped_unread AS "droppedUnread", ${ms("dropped_unread_at")} AS "droppedUnreadMs", error FROM housekeeping`,
  );
  const [state] = rows;
  if (state === undefined) throw new Error("The table housekeeping has lost its one row");
  return state;
}

const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::bigint`;

/** A run that did its work. */
export async function noteRun(
  client: PoolClient,
  { held, droppedUnread }: { readonly held: readonly string[]; readonly droppedUnread: number },
): Promise<void> {
  await client.query(
    `UPDATE housekeeping SET last_run_at = now(), held = $1, error = NULL, dropped_unread = dropped_unread + $2,
       dropped_unread_at = CASE WHEN $2 > 0 THEN now() ELSE dropped_unread_at END`,
    [held, droppedUnread],
  );
}

export async function noteFailure(pool: Pool, error: string): Promise<void> {
  await pool.query("UPDATE housekeeping SET error = $1", [error.slice(0, 500)]);
}

/**
 * Whether the database's clock may be believed by what drops data. A clock that is more than a day after both the last
 * run and the newest event has leapt (or everything stood still so long): then nothing is dropped for a day of that
 * clock, in which somebody can mend it. A clock that goes back behind the leap is believed at once.
 */
export async function trustClock(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ readonly trusted: boolean }>(
    `WITH newest AS (
       SELECT max(e.received_at) AS at FROM log_heads h
       JOIN events e ON e.project_id = h.project_id AND e."offset" = h.last_offset
     )
     UPDATE housekeeping SET clock_jumped_at = CASE
       WHEN now() > greatest(last_run_at, newest.at) + interval '1 day' THEN now()
       WHEN now() BETWEEN clock_jumped_at AND clock_jumped_at + interval '1 day' THEN clock_jumped_at
     END, last_run_at = now()
     FROM newest RETURNING clock_jumped_at IS NULL AS trusted`,
  );
  return rows[0]?.trusted ?? false;
}
