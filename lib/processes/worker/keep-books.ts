import type { Pool } from "pg";
import type { Logger } from "pino";
import { checkBooks } from "@/lib/admin/operations/check-books";
import type { Context } from "@/lib/admin/verb/context";
import type { ProjectId } from "@/lib/kernel/brand";

const MINUTE_MS = 60_000;
/** Projects of one round: those whose check is the oldest. */
const PROJECTS_MAX = 20;
/** One at a time, over all processes. */
const LOCK_KEY = 7_216_303;

/** About every minute until `stop`: counts a sample of the log one by one, and compares. Any worker may. */
export async function keepBooks(
  pool: Pool,
  ctx: Context,
  deliveryRetentionDays: number,
  logger: Logger,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    await ctx.clock.sleep(MINUTE_MS * (0.5 + Math.random()), stop);
    if (stop.aborted) return;
    try {
      await keepBooksOnce(pool, ctx, deliveryRetentionDays, stop);
    } catch (error) {
      logger.error({ err: error }, "books.failed");
    }
  }
}

async function keepBooksOnce(
  pool: Pool,
  ctx: Context,
  deliveryRetentionDays: number,
  stop: AbortSignal,
): Promise<void> {
  const client = await pool.connect();
  let broken = true;
  try {
    const { rows } = await client.query<{ readonly taken: boolean }>(
      "SELECT pg_try_advisory_lock($1) AS taken",
      [LOCK_KEY],
    );
    if (rows[0]?.taken === true) {
      const due = await client.query<{ readonly id: ProjectId }>(
        `SELECT s.project_id AS id FROM syncs s LEFT JOIN sync_books b ON b.sync_id = s.id
         WHERE EXISTS (SELECT 1 FROM cursors c WHERE c.sync_id = s.id)
         GROUP BY 1 ORDER BY min(coalesce(b.checked_at, '-infinity')), 1 LIMIT ${PROJECTS_MAX}`,
      );
      for (const { id } of due.rows) {
        if (!stop.aborted) await checkBooks(ctx, id, deliveryRetentionDays, Math.random);
      }
      await client.query("SELECT pg_advisory_unlock($1)", [LOCK_KEY]);
    }
    broken = false;
  } finally {
    client.release(broken);
  }
}
