import type { SyncId } from "@/lib/kernel/brand";
import type { Transaction } from "@/lib/platform/postgres/prisma";

/**
 * Rows get their ids in the order in which they are settled, but for what is settled side by side: a settling has 30 s
 * (SETTLE_MS_MAX), and this is twice that. After a clock was set back, rows of the hour that came twice may lie outside.
 */
const DISORDER_MS = 60_000;

/**
 * The id from which on rows of the sync were settled at `at` or later, give or take DISORDER_MS; null when it has no
 * rows. Halves the range of ids, so that it takes about 25 probes of the index, however many rows there are.
 */
async function firstIdAt(db: Transaction, syncId: SyncId, at: Date): Promise<bigint | null> {
  const [row] = await db.$queryRaw<{ id: bigint }[]>`
    WITH RECURSIVE halved (low, high) AS (
      SELECT * FROM (SELECT
        (SELECT id FROM deliveries WHERE sync_id = ${syncId} ORDER BY id LIMIT 1),
        (SELECT id + 1 FROM deliveries WHERE sync_id = ${syncId} ORDER BY id DESC LIMIT 1)) AS ends (low, high)
      WHERE low IS NOT NULL
      UNION ALL
      SELECT CASE WHEN probe.settled_at < ${at} THEN probe.id + 1 ELSE low END,
        CASE WHEN probe.settled_at < ${at} THEN high ELSE (low + high) / 2 END
      FROM halved CROSS JOIN LATERAL (
        SELECT id, settled_at FROM deliveries WHERE sync_id = ${syncId} AND id >= (low + high) / 2
        ORDER BY id LIMIT 1
      ) AS probe WHERE low < high
    )
    SELECT low AS id FROM halved WHERE low >= high`;
  return row?.id ?? null;
}

/** The ids between which a sync's rows of a time lie: `from` included, `to` not. Undefined where nothing bounds them. */
export async function deliveryIdsBetween(
  db: Transaction,
  syncId: SyncId,
  { since, until }: { readonly since?: Date | undefined; readonly until?: Date | undefined },
): Promise<{ readonly from?: bigint | undefined; readonly to?: bigint | undefined }> {
  const idAt = async (at: Date | undefined, slackMs: number) =>
    at === undefined
      ? undefined
      : ((await firstIdAt(db, syncId, new Date(at.getTime() + slackMs))) ?? undefined);
  return { from: await idAt(since, -DISORDER_MS), to: await idAt(until, DISORDER_MS) };
}
