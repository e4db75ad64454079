import type { Context } from "@/lib/admin/verb/context";
import { runStatement } from "@/lib/admin/verb/run-statement";
import type { ProjectId } from "@/lib/kernel/brand";

/** The offsets after `from`, up to `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Pairs of an event and a sync that one check looks at; some events at least, however many syncs there are. */
const PAIRS = 2_000;
const EVENTS = { min: 20, max: 500 };

interface Known {
  readonly first: number | null;
  readonly last: number | null;
  readonly syncs: number;
  readonly wrong_from: number | null;
  readonly wrong_to: number | null;
}

/**
 * Any span of what the log still has, and has all deliveries of (`keptDays`), and some sync has read; the last one again
 * while it does not hold. Null when there is none.
 */
export async function chooseSpan(
  ctx: Pick<Context, "db">,
  projectId: ProjectId,
  keptDays: number,
  chance: () => number,
): Promise<Span | null> {
  const [known] = await runStatement<Known>(ctx.db, {
    text: `SELECT (
             SELECT min("offset")::float8 - 1 FROM events
             WHERE project_id = $1::int AND day > (now() AT TIME ZONE 'UTC')::date - $2::int
           ) AS first, read.*, wrong.* FROM (
             SELECT max(c.position)::float8 AS last, count(DISTINCT c.sync_id)::float8 AS syncs
             FROM syncs s JOIN cursors c ON c.sync_id = s.id WHERE s.project_id = $1::int
           ) AS read LEFT JOIN LATERAL (
             SELECT b.from_offset::float8 AS wrong_from, b.to_offset::float8 AS wrong_to
             FROM syncs s JOIN sync_books b ON b.sync_id = s.id
             WHERE s.project_id = $1::int AND b.first_wrong IS NOT NULL LIMIT 1
           ) AS wrong ON true`,
    values: [projectId, keptDays],
  });
  if (known === undefined || known.first === null || known.last === null) return null;
  const { first, last, syncs, wrong_from, wrong_to } = known;
  if (last <= first) return null;
  if (wrong_from !== null && wrong_to !== null && wrong_from >= first) {
    return { from: wrong_from, to: wrong_to };
  }
  const length = Math.min(EVENTS.max, Math.max(EVENTS.min, Math.ceil(PAIRS / syncs)));
  const from = first + Math.floor(chance() * Math.max(1, last - first - length + 1));
  return { from, to: Math.min(from + length, last) };
}
