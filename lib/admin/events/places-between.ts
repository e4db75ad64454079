import { Prisma } from "@/lib/platform/postgres/generated/client";
import type { Transaction } from "@/lib/platform/postgres/prisma";

/**
 * Rows get their places in the order of their times, but for what is written side by side: a settling has 30 s
 * (SETTLE_MS_MAX), an append less, and this is twice that. After a clock was set back, rows of the hour that came twice
 * may lie outside.
 */
const DISORDER_MS = 60_000;

/**
 * The place from which on rows are of `at` or later, give or take DISORDER_MS; null when there are no rows. Halves the
 * range of places, so that it takes about 25 probes of the index, however many rows there are.
 */
async function firstPlaceAt(db: Transaction, rows: Prisma.Sql, at: Date): Promise<bigint | null> {
  const [row] = await db.$queryRaw<{ place: bigint }[]>`
    WITH RECURSIVE halved (low, high) AS (
      SELECT * FROM (SELECT
        (SELECT place FROM (${rows}) AS r ORDER BY place LIMIT 1),
        (SELECT place + 1 FROM (${rows}) AS r ORDER BY place DESC LIMIT 1)) AS ends (low, high)
      WHERE low IS NOT NULL
      UNION ALL
      SELECT CASE WHEN probe.at < ${at} THEN probe.place + 1 ELSE low END,
        CASE WHEN probe.at < ${at} THEN high ELSE (low + high) / 2 END
      FROM halved CROSS JOIN LATERAL (
        SELECT place, at FROM (${rows}) AS r WHERE place >= (low + high) / 2 ORDER BY place LIMIT 1
      ) AS probe WHERE low < high
    )
    SELECT low AS place FROM halved WHERE low >= high`;
  return row?.place ?? null;
}

interface Bounds {
  /** Included. */
  readonly from?: bigint;
  /** Not included. */
  readonly to?: bigint;
}

/**
 * The places between which the rows of a time lie, with up to a minute's rows around them; without a bound where none
 * was asked for. `rows` selects `place`, which an index MUST have in order, and `at`.
 */
export async function placesBetween(
  db: Transaction,
  rows: Prisma.Sql,
  { since, until }: { readonly since?: Date | undefined; readonly until?: Date | undefined },
): Promise<Bounds> {
  const placeAt = (at: Date | undefined, slackMs: number) =>
    at === undefined ? null : firstPlaceAt(db, rows, new Date(at.getTime() + slackMs));
  const [from, to] = [await placeAt(since, -DISORDER_MS), await placeAt(until, DISORDER_MS)];
  return { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
}

/** The bounds as conditions on a column. Pure. */
export const within = (column: Prisma.Sql, { from, to }: Bounds): readonly Prisma.Sql[] => [
  ...(from === undefined ? [] : [Prisma.sql`${column} >= ${from}`]),
  ...(to === undefined ? [] : [Prisma.sql`${column} < ${to}`]),
];
