import type pg from "pg";
import { createPartitions } from "@/lib/engine/store/partitions";
import { dropExpired } from "@/lib/engine/store/retention";

const RETENTION = { logRetentionDays: 7, deliveryRetentionDays: 30 };
/** Past every retention: a partition of that day is dropped by the next housekeeping. */
const OLD_DAYS = 60;

/**
 * Reads every table in one long transaction, as pg_dump does, while partitions come and go: until the returned
 * function is called. `day` (0 …) makes each reading's partitions its own.
 */
export function readEverything(pool: pg.Pool, day: number): () => void {
  let done = () => {};
  const mended = new Promise<void>((resolve) => {
    done = resolve;
  });
  void hold(pool, day, mended).catch(() => undefined);
  return done;
}

async function hold(pool: pg.Pool, day: number, mended: Promise<void>): Promise<void> {
  await pool.query(
    `SELECT tributary_create_partition('events', d - 1, d) FROM (SELECT current_date - ($1::int + $2::int) AS d) AS days`,
    [OLD_DAYS, day],
  );
  const reader = await pool.connect();
  try {
    await reader.query("BEGIN");
    const { rows } = await reader.query<{ readonly name: string }>(
      "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    await reader.query(
      `LOCK TABLE ${rows.map(({ name }) => name).join(", ")} IN ACCESS SHARE MODE`,
    );
    // What housekeeping does, every hour or at a worker's start; it may find no time for it now.
    await pool
      .query("SELECT tributary_maintain_partitions(current_date + 30 + $1::int)", [day])
      .catch(() => undefined);
    await createPartitions(pool).catch(() => undefined);
    await dropExpired(pool, RETENTION).catch(() => undefined);
    await mended;
    await reader.query("ROLLBACK");
    reader.release();
  } catch (error) {
    reader.release(true);
    throw error;
  }
}
