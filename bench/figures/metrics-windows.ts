import type { Pool } from "pg";
import type { Bench } from "@/bench/bench";
import { createProject, createSync } from "@/bench/project";
import type { Row } from "@/bench/report";
import { median } from "@/bench/statistics";
import { metricsReport } from "@/lib/admin/syncs/metrics/metrics-report";
import { countsByBar, latenciesByBar } from "@/lib/admin/syncs/metrics/metrics-statements";
import type { TimePeriod } from "@/lib/admin/syncs/time-period";
import type { Context } from "@/lib/admin/verb/context";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import { rollUp } from "@/lib/engine/store/counters/roll-up";
import type { SyncId } from "@/lib/kernel/brand";
import { systemClock } from "@/lib/kernel/clock";
import { Cipher } from "@/lib/platform/crypto/cipher";
import { createDatabase } from "@/lib/platform/postgres/prisma";

// The metrics of a sync in any window, behind the counters of a month of deliveries.

const DELIVERIES = 50_000_000;
const DAYS = 30;
const READS = 15;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export async function metricsWindows({ world, say }: Bench): Promise<readonly Row[]> {
  const project = await createProject(world.pool);
  const id = await createSync(world, project, { site: "bench-metrics" });
  const { counters, ms } = await fill(world.pool, project.id, id);
  say(
    `  ${counters.toLocaleString("en-US")} counters of minutes; summed up in ${(ms / 1_000).toFixed(0)} s`,
  );
  await showPlans(world.pool, id, say);
  const db = createDatabase(world.databaseUrl);
  const ctx: Context = {
    actor: { kind: "system" },
    db,
    clock: systemClock,
    cipher: new Cipher(Buffer.from(world.encryptionKey, "base64")),
    dispatcher: createDispatcher(),
    connectorUrls: {},
  };
  const rows: Row[] = [];
  for (const [name, window] of windows(Date.now())) {
    const times: number[] = [];
    for (let read = 0; read < READS; read++) {
      const start = performance.now();
      await metricsReport(ctx, { projectId: project.id, syncId: id, ...window });
      times.push(performance.now() - start);
    }
    rows.push({
      figure: `metrics of ${name}, ${DELIVERIES.toLocaleString("en-US")} deliveries in ${DAYS} days`,
      measured: median(times),
      unit: "ms",
      budget: { of: "measured", atMost: 50 },
    });
  }
  await db.$disconnect();
  return rows;
}

type Asked = { readonly period: TimePeriod; readonly start?: Date; readonly end?: Date };

const windows = (nowMs: number): readonly (readonly [string, Asked])[] => [
  ["10 minutes", { period: "TEN_MINUTES" }],
  ["4 hours", { period: "FOUR_HOURS" }],
  ["1 day", { period: "ONE_DAY" }],
  ["2 weeks", { period: "TWO_WEEKS" }],
  [
    "23 days with ragged ends",
    {
      period: "CUSTOM",
      start: new Date(nowMs - 25.3 * DAY_MS),
      end: new Date(nowMs - 2.3 * DAY_MS + 17 * MINUTE_MS),
    },
  ],
];

/** A row for each minute, outcome and bucket, as one worker would have written them. */
async function fill(pool: Pool, project: number, sync: SyncId) {
  const perMinute = Math.round(DELIVERIES / (DAYS * 1_440));
  const minutes = `generate_series(date_trunc('minute', now()) - interval '${DAYS} days', now(), interval '1 minute') AS minute`;
  const inserts = [
    `INSERT INTO sync_minutes SELECT $1, 0, minute, o.outcome, o.reason, ceil(o.share * $2), ceil(o.share * $2) * o.first
     FROM ${minutes}, (VALUES ('read', '', 1.3, 0), ('delivered', '', 1.0, 1), ('filtered', 'no_row_matches', 0.25, 0),
       ('filtered', 'events_off', 0.01, 0), ('discarded', 'missing_identifier', 0.03, 0), ('discarded', 'refused', 0.01, 0)
     ) AS o(outcome, reason, share, first)`,
    `INSERT INTO sync_latencies SELECT $1, 0, minute, bucket, ceil($2::float8 / 24)
     FROM ${minutes}, generate_series(12, 35) AS bucket`,
    `INSERT INTO sync_stages SELECT $1, 0, minute, stage, bucket, ceil($2::float8 / 12)
     FROM ${minutes}, unnest('{log,worker,destination}'::text[]) AS stage, generate_series(8, 19) AS bucket`,
  ];
  let counters = 0;
  for (const text of inserts) {
    const { rowCount } = await pool.query(`${text}`, [sync, perMinute]);
    counters += rowCount ?? 0;
  }
  await pool.query(
    `INSERT INTO ingest_minutes SELECT $1, minute, 'http_v2', 'accepted', '', 1, $2 FROM ${minutes}`,
    [project, perMinute],
  );
  const client = await pool.connect();
  const start = performance.now();
  await rollUp(client);
  const ms = performance.now() - start;
  client.release();
  await pool.query(
    "VACUUM ANALYZE sync_minutes, sync_latencies, sync_stages, sync_sums, sync_latency_sums",
  );
  return { counters, ms };
}

/** What PostgreSQL does for the two large ones of a window of two weeks. */
async function showPlans(pool: Pool, sync: SyncId, say: Bench["say"]): Promise<void> {
  const end = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
  const window = { start: new Date(end.getTime() - 14 * DAY_MS), end };
  for (const statement of [countsByBar, latenciesByBar]) {
    const { text, values } = statement([sync], window, 6 * 3_600_000);
    const { rows } = await pool.query<Record<string, string>>(
      `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${text}`,
      values,
    );
    const lines = rows.map((row) => String(row["QUERY PLAN"]));
    for (const line of lines.filter((each) => /Scan|Time/.test(each))) say(`    ${line.trim()}`);
  }
}
