import type { Pool } from "pg";

const PARTS_AT_ONCE = 100;
const PEOPLE_AT_ONCE = 5_000;

/** Backfills that are over and of which something is still kept that only their work needed. */
const OVER = `SELECT id FROM backfills WHERE status IN ('success', 'cancelled')`;

/** Removes some of what backfills leave behind; true when there may be more. */
export async function sweepBackfills(pool: Pool): Promise<boolean> {
  const parts = await pool.query(
    `DELETE FROM backfill_parts WHERE (backfill_id, file, part) IN (
       SELECT p.backfill_id, p.file, p.part FROM (${OVER}) AS o
       JOIN backfill_parts p ON p.backfill_id = o.id LIMIT ${PARTS_AT_ONCE})`,
  );
  const people = await pool.query(
    `DELETE FROM backfill_people WHERE (backfill_id, person) IN (
       SELECT p.backfill_id, p.person FROM (${OVER}) AS o
       JOIN backfill_people p ON p.backfill_id = o.id LIMIT ${PEOPLE_AT_ONCE})`,
  );
  return (parts.rowCount ?? 0) + (people.rowCount ?? 0) > 0;
}
