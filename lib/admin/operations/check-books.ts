import type { Fate } from "@/lib/admin/events/fate";
import { fatesOf } from "@/lib/admin/events/fates-of";
import type { Context } from "@/lib/admin/verb/context";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { BEGINNING, countsBetween } from "@/lib/engine/store/counters/counts-between";
import type { Offset, ProjectId, SyncId } from "@/lib/kernel/brand";
import { chooseSpan, type Span } from "./choose-span";

/** What became of the events of a span, counted one by one. `missing`: read, selected by the settings of then, and on no record. */
interface Tally {
  read: number;
  filtered: number;
  delivered: number;
  discarded: number;
  expired: number;
  waiting: number;
  missing: number;
  /** Settled more than once, and no redelivery explains it. */
  doubled: number;
  firstWrong: number | null;
}

/**
 * Checks the books of a project's syncs. Of a span of the log: what became of each event that a sync read, told by the
 * delivery log, the parking lot and the settings of then, and never by the counters. Of all time: whether the counters
 * and what is parked add up to what was read. `keptDays`: of so many days all deliveries are kept.
 */
export async function checkBooks(
  ctx: Context,
  projectId: ProjectId,
  keptDays: number,
  chance: () => number,
): Promise<void> {
  const span = await chooseSpan(ctx, projectId, keptDays, chance);
  const tallies = span === null ? new Map<SyncId, Tally>() : await tallyAll(ctx, projectId, span);
  for (const { sync, off } of await readSumsOff(ctx, projectId)) {
    await keep(ctx, sync, span ?? { from: 0, to: 0 }, tallies.get(sync) ?? emptyTally(), off);
  }
}

const emptyTally = (): Tally => ({
  read: 0,
  filtered: 0,
  delivered: 0,
  discarded: 0,
  expired: 0,
  waiting: 0,
  missing: 0,
  doubled: 0,
  firstWrong: null,
});

async function tallyAll(
  ctx: Context,
  projectId: ProjectId,
  { from, to }: Span,
): Promise<ReadonlyMap<SyncId, Tally>> {
  const offsets = Array.from({ length: to - from }, (_, index) => (from + 1 + index) as Offset);
  const tallies = new Map<SyncId, Tally>();
  const tallyOf = (sync: SyncId): Tally => {
    const tally = tallies.get(sync) ?? emptyTally();
    tallies.set(sync, tally);
    return tally;
  };
  const noteWrong = (tally: Tally, offset: number) => {
    tally.firstWrong = Math.min(tally.firstWrong ?? offset, offset);
  };
  const events = offsets.map((offset) => ({ offset }));
  for (const [offset, fates] of await fatesOf(ctx, projectId, events)) {
    for (const fate of fates) {
      const kind = kindOf(fate);
      if (kind === null) continue;
      const tally = tallyOf(fate.syncId);
      tally.read += 1;
      tally[kind] += 1;
      if (kind === "missing") noteWrong(tally, offset);
    }
  }
  for (const { sync, offset } of await doubledIn(ctx, projectId, offsets)) {
    const tally = tallyOf(sync);
    tally.doubled += 1;
    noteWrong(tally, offset);
  }
  return tallies;
}

/** Null for what the sync has not read, and for what a program read that did not say by which settings. */
function kindOf({
  status,
  reason,
}: Fate): Exclude<keyof Tally, "firstWrong" | "read" | "doubled"> | null {
  switch (status) {
    case "not_read":
    case "not_streamed":
      return null;
    case "no_longer_retained":
      return reason === null ? "missing" : null;
    default:
      return status;
  }
}

const doubledIn = (ctx: Context, projectId: ProjectId, offsets: readonly Offset[]) =>
  runStatement<{ readonly sync: SyncId; readonly offset: number }>(ctx.db, {
    text: `SELECT d.sync_id AS sync, d."offset"::float8 AS "offset" FROM events e
           JOIN syncs s ON s.project_id = e.project_id
           JOIN deliveries d ON d.sync_id = s.id AND d.person_id = e.person_id AND d."offset" = e."offset"
             AND d.day >= e.day - 1
           WHERE e.project_id = $1::int AND e."offset" = ANY($2::bigint[]) AND d.redelivery_of IS NULL
           GROUP BY 1, 2 HAVING count(*) > 1`,
    values: [projectId, offsets],
  });

/** Read, less all outcomes, less what is parked, of every sync that was ever enabled: in one statement, and so of one moment. */
const readSumsOff = (ctx: Context, projectId: ProjectId) =>
  runStatement<{ readonly sync: SyncId; readonly off: number }>(ctx.db, {
    text: `SELECT s.id AS sync, (
             read.n - (SELECT count(*) FROM parked p WHERE p.sync_id = s.id)
             - (SELECT coalesce(sum(count), 0) FROM ${countsBetween("s.id", BEGINNING, "'infinity'")} AS c
                WHERE outcome <> 'read')
           )::float8 AS off
           FROM syncs s CROSS JOIN LATERAL (SELECT sum(read_count) AS n FROM cursors WHERE sync_id = s.id) AS read
           WHERE s.project_id = $1::int AND read.n IS NOT NULL ORDER BY s.id`,
    values: [projectId],
  });

async function keep(ctx: Context, syncId: SyncId, { from, to }: Span, tally: Tally, off: number) {
  const { read, filtered, delivered, discarded, expired, waiting, missing, doubled } = tally;
  const isWrong = tally.firstWrong !== null || off !== 0;
  await ctx.db.$executeRaw`
    INSERT INTO sync_books AS b (sync_id, checked_at, from_offset, to_offset, read, filtered, delivered, discarded,
      expired, waiting, missing, doubled, first_wrong, sums_off, wrong_since)
    SELECT s.id, now(), ${from}::bigint, ${to}::bigint, ${read}::int, ${filtered}::int, ${delivered}::int,
      ${discarded}::int, ${expired}::int, ${waiting}::int, ${missing}::int, ${doubled}::int,
      ${tally.firstWrong}::bigint, ${off}::bigint, CASE WHEN ${isWrong}::boolean THEN now() END
    FROM syncs s WHERE s.id = ${syncId}
    ON CONFLICT (sync_id) DO UPDATE SET checked_at = EXCLUDED.checked_at, from_offset = EXCLUDED.from_offset,
      to_offset = EXCLUDED.to_offset, read = EXCLUDED.read, filtered = EXCLUDED.filtered,
      delivered = EXCLUDED.delivered, discarded = EXCLUDED.discarded, expired = EXCLUDED.expired,
      waiting = EXCLUDED.waiting, missing = EXCLUDED.missing, doubled = EXCLUDED.doubled,
      first_wrong = EXCLUDED.first_wrong, sums_off = EXCLUDED.sums_off,
      wrong_since = CASE WHEN ${isWrong}::boolean THEN coalesce(b.wrong_since, now()) END`;
}
