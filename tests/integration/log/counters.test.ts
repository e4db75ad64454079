import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addCounts } from "@/lib/engine/store/counters/add-counts";
import {
  BEGINNING,
  countsBetween,
  ingestedBetween,
  latenciesBetween,
} from "@/lib/engine/store/counters/counts-between";
import { rollUp } from "@/lib/engine/store/counters/roll-up";
import { foldOldMinutes } from "@/lib/engine/store/fold-minutes";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

let database: TestDatabase;
let pool: Pool;
let project: ProjectId;
let sync: SyncId;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 4, "test");
});
afterAll(async () => {
  await pool.end();
  await database.close();
});
beforeEach(async () => {
  project = await makeProject(pool);
  sync = await makeSync(pool, project);
});

interface Counted {
  readonly atMs: number;
  readonly shard: number;
  readonly outcome: string;
  readonly n: number;
}

/** Any minutes of the last days, the same for each seed. */
function someCounts(seed: number, days: number): readonly Counted[] {
  let state = seed;
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
  const nowMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  return Array.from({ length: 400 }, () => ({
    atMs: nowMs - next((days * DAY_MS) / MINUTE_MS) * MINUTE_MS,
    shard: next(16),
    outcome: ["delivered", "filtered", "discarded"][next(3)] ?? "",
    n: 1 + next(50),
  }));
}

const add = ({ atMs, shard, outcome, n }: Counted) =>
  pool.query(
    `WITH counted AS (SELECT $1::int AS sync_id, $2::smallint AS shard, $3::timestamptz AS minute, $4::text AS outcome,
       '' AS reason, $5::bigint AS count, 0::bigint AS first_attempt), ${addCounts("counted")} SELECT 1`,
    [sync, shard, new Date(atMs), outcome, n],
  );

async function roll(): Promise<void> {
  const client = await pool.connect();
  await rollUp(client);
  client.release();
}

async function countsOf(from: Date, until: Date): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ outcome: string; n: number }>(
    `SELECT outcome, sum(count)::bigint AS n FROM ${countsBetween("$1", "$2", "$3")} AS c
     WHERE outcome <> 'read' GROUP BY outcome HAVING sum(count) <> 0`,
    [sync, from, until],
  );
  return Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n]));
}

function expected(counts: readonly Counted[], from: Date, until: Date): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { atMs, outcome, n } of counts) {
    if (atMs >= from.getTime() && atMs < until.getTime()) sums[outcome] = (sums[outcome] ?? 0) + n;
  }
  return sums;
}

/** Windows that begin and end anywhere: within an hour, across hours and days, before and after everything. */
function windows(nowMs: number): readonly (readonly [Date, Date])[] {
  const lengths = [10 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, DAY_MS, 7 * DAY_MS, 14 * DAY_MS];
  return [0, 7, 61, 25 * 60 + 13, 3 * 24 * 60].flatMap((minutesAgo) =>
    lengths.map((length) => {
      const until = Math.floor(nowMs / MINUTE_MS + 1 - minutesAgo) * MINUTE_MS;
      return [new Date(until - length), new Date(until)] as const;
    }),
  );
}

test("any window is exact: before, between and after summing up, and when something is taken back", async () => {
  const counts: Counted[] = [];
  const check = async () => {
    for (const [from, until] of windows(Date.now())) {
      expect(await countsOf(from, until), `${from.toISOString()} ${until.toISOString()}`).toEqual(
        expected(counts, from, until),
      );
    }
  };
  const count = async (some: readonly Counted[]) => {
    for (const one of some) await add(one);
    counts.push(...some);
  };
  await count(someCounts(1, 16));
  await check();
  await roll();
  await check();
  // What is counted late, and what is taken back: into minutes, hours and days that are summed up.
  await count(someCounts(2, 16).map((one) => ({ ...one, n: -one.n })));
  await check();
  await roll();
  await check();
  const { rows } = await pool.query(
    "SELECT grain FROM sync_sums WHERE sync_id = $1 GROUP BY grain ORDER BY 1",
    [sync],
  );
  expect(rows).toEqual([{ grain: "day" }, { grain: "hour" }]);
});

test("sums since the beginning stay when minutes and hours are given up", async () => {
  const counts = someCounts(3, 120);
  for (const one of counts) await add(one);
  await roll();
  const all = () => countsOf(new Date(0), new Date(8e12));
  const before = await all();
  expect(before).toEqual(expected(counts, new Date(0), new Date(8e12)));
  const client = await pool.connect();
  const day = new Date(Date.now() - 90 * DAY_MS).toISOString().slice(0, 10);
  await foldOldMinutes(client, day);
  client.release();
  expect(await all()).toEqual(before);
  await roll();
  expect(await all()).toEqual(before);
});

test("what was read but not counted as read by an older program is put right", async () => {
  await add({ atMs: Date.now() - 3 * HOUR_MS, shard: 0, outcome: "delivered", n: 5 });
  await pool.query("UPDATE cursors SET read_count = 5 WHERE sync_id = $1 AND shard = 3", [sync]);
  const read = async () => {
    const { rows } = await pool.query<{ n: number | null }>(
      `SELECT sum(count)::bigint AS n FROM ${countsBetween("$1", BEGINNING, "'infinity'")} AS c WHERE outcome = 'read'`,
      [sync],
    );
    return rows[0]?.n;
  };
  expect(await read()).toBeNull();
  await roll();
  expect(await read()).toBe(5);
});

test("latencies by stage, and what was ingested, are summed up as well", async () => {
  const nowMs = Date.now();
  for (const hoursAgo of [0, 1, 5, 30, 50]) {
    const at = new Date(Math.floor((nowMs - hoursAgo * HOUR_MS) / MINUTE_MS) * MINUTE_MS);
    await pool.query("INSERT INTO sync_latencies VALUES ($1, 0, $2, 7, 2)", [sync, at]);
    await pool.query("INSERT INTO sync_stages VALUES ($1, 0, $2, 'log', 3, 4)", [sync, at]);
    await pool.query(
      "INSERT INTO ingest_minutes VALUES ($1, $2, 'httpapi', 'accepted', '', 1, 10), ($1, $2, 'httpapi', 'duplicate', '', 1, 99)",
      [project, at],
    );
    await add({ atMs: at.getTime(), shard: 0, outcome: "delivered", n: 2 });
  }
  const found = async () => {
    const window = [new Date(nowMs - 40 * HOUR_MS), new Date(nowMs + MINUTE_MS)];
    const { rows } = await pool.query(
      `SELECT stage, bucket, sum(count)::bigint AS n FROM ${latenciesBetween("$1", "$2", "$3")} AS c
       GROUP BY stage, bucket ORDER BY stage`,
      [sync, ...window.map((date) => new Date(Math.floor(date.getTime() / MINUTE_MS) * MINUTE_MS))],
    );
    const ingested = await pool.query(
      `SELECT sum(events)::bigint AS n FROM ${ingestedBetween("$1", BEGINNING, "'infinity'")} AS c`,
      [project],
    );
    return { rows, ingested: ingested.rows };
  };
  const before = await found();
  expect(before).toEqual({
    rows: [
      { stage: "log", bucket: 3, n: 16 },
      { stage: "total", bucket: 7, n: 8 },
    ],
    ingested: [{ n: 50 }],
  });
  await roll();
  expect(await found()).toEqual(before);
});
