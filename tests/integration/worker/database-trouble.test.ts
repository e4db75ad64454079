import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { redeliver } from "@/lib/admin/events/redeliver";
import type { Context } from "@/lib/admin/verb/context";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import { systemClock } from "@/lib/kernel/clock";
import { Cipher } from "@/lib/platform/crypto/cipher";
import { createDatabase } from "@/lib/platform/postgres/prisma";
import { readBooks } from "@/tests/support/books";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { TEST_KEY } from "@/tests/support/make-sync";
import { type PressedWorld, startPressedWorld } from "@/tests/support/pressed-world";
import { until } from "@/tests/support/until";

// The database is troubled while clients send and a worker delivers: what was answered 200 arrives, each once.

let database: TestDatabase;
let admin: Client;
let world: PressedWorld | null = null;

beforeEach(async () => {
  database = await createTestDatabase();
  admin = new Client({ connectionString: database.url });
  admin.on("error", () => undefined);
  await admin.connect();
});

afterEach(async () => {
  await world?.close();
  world = null;
  await admin.end();
  await database.close();
});

const start = async (app = database.url) => {
  world = await startPressedWorld({ app, test: database.url });
  return world;
};

/** Ends the clients, waits for all deliveries, and compares what was promised with the log and with the far end. */
async function expectAllArrived({ finish, accepted, sandbox, answers, project }: PressedWorld) {
  const books = await finish();
  const count = accepted();
  expect(books).toMatchObject({ read: count, delivered: count, discarded: 0, parked: 0 });
  const { rows } = await admin.query(
    "SELECT count(*)::int AS stored, count(DISTINCT insert_id)::int AS distinct FROM events WHERE project_id = $1",
    [project],
  );
  expect(rows).toEqual([{ stored: count, distinct: count }]);
  expect(sandbox.workspace().events.count).toBe(count);
  expect(sandbox.workspace().events.distinctIds).toBe(count);
  expect([...answers.keys()].filter((status) => status !== 200 && status !== 503)).toEqual([]);
}

test("without a connection to be had, ingestion answers 503 and accepts nothing; then all goes on", async () => {
  const role = `app_${randomBytes(4).toString("hex")}`;
  // Connection limits do not hold for superusers.
  await admin.query(
    `CREATE ROLE ${role} LOGIN PASSWORD 'secret'; GRANT ${admin.user ?? ""} TO ${role}`,
  );
  const url = new URL(database.url);
  url.username = role;
  url.password = "secret";
  try {
    const troubled = await start(url.href);
    await until("events arrive", () => troubled.sandbox.workspace().events.count > 0);
    await admin.query(`ALTER ROLE ${role} CONNECTION LIMIT 0`);
    await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1", [
      role,
    ]);
    await troubled.answered(503, 5);
    const { rows } = await admin.query("SELECT count(*)::int AS n FROM events");
    await troubled.answered(503, 5);
    expect((await admin.query("SELECT count(*)::int AS n FROM events")).rows).toEqual(rows);
    await admin.query(`ALTER ROLE ${role} CONNECTION LIMIT -1`);
    await troubled.answered(200, 5);
    await expectAllArrived(troubled);
    expect(troubled.sandbox.workspace().stats.orderAttributeViolations).toBe(0);
  } finally {
    await world?.close();
    world = null;
    await admin.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
});

test("a migration that locks and changes the tables in use stops everything, breaks nothing", async () => {
  const troubled = await start();
  await until("events arrive", () => troubled.sandbox.workspace().events.count > 0);
  await admin.query("BEGIN");
  await admin.query("LOCK TABLE cursors, parked, deliveries, events IN ACCESS EXCLUSIVE MODE");
  const other = new Client({ connectionString: database.url });
  await other.connect();
  await until("the programs wait for the migration", async () => {
    const { rows } = await other.query<{ name: string }>(
      `SELECT DISTINCT application_name AS name FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows.length === 2;
  });
  await other.end();
  for (const table of ["cursors", "parked", "deliveries", "events"]) {
    await admin.query(`ALTER TABLE ${table} ADD COLUMN added_meanwhile TEXT DEFAULT ''`);
  }
  await admin.query("COMMIT");
  await troubled.answered(200, 5);
  await expectAllArrived(troubled);
  expect(troubled.answers.has(503)).toBe(false);
  expect(troubled.worker.errors).toEqual([]);
  expect(troubled.sandbox.workspace().stats.orderAttributeViolations).toBe(0);
});

test("redelivery while the stream runs and retries fall due: each event arrives, none twice", async () => {
  const troubled = await start();
  const { sandbox, sync } = troubled;
  const { faults, stats } = sandbox.workspace();
  faults.add({ match: { person: "user-0-1" }, effect: { only_batch_index: "matched" } });
  faults.add({ match: { person: "user-1-1" }, effect: { status: 500 } });
  const books = () => readBooks(troubled.pool, sync);
  await until("some are discarded and some wait", async () => {
    const { discarded, parked } = await books();
    return discarded >= 5 && parked >= 5;
  });
  const db = createDatabase(database.url);
  const ctx: Context = {
    actor: { kind: "system" },
    db,
    clock: systemClock,
    cipher: new Cipher(TEST_KEY),
    connectorUrls: { customerio: { us: sandbox.usUrl, eu: sandbox.euUrl } },
    dispatcher: createDispatcher(),
  };
  const again = () => redeliver(ctx, { syncId: sync, filter: {} });
  // Still refused: what is sent again comes back, while others of the same person stream in.
  let queued = (await Promise.all([again(), again(), again()])).reduce((n, r) => n + r.queued, 0);
  expect(queued).toBeGreaterThan(0);
  faults.clear();
  await until("nothing is left to be sent again", async () => {
    const results = await Promise.all([again(), again()]);
    queued += results.reduce((n, result) => n + result.queued, 0);
    return (await books()).discarded === 0;
  });
  await db.$disconnect();
  await expectAllArrived(troubled);
  const { rows } = await admin.query(
    "SELECT count(*)::int AS n FROM deliveries WHERE sync_id = $1 AND redelivery_of IS NOT NULL",
    [sync],
  );
  expect(rows).toEqual([{ n: queued }]);
  expect(stats.duplicateIds).toBe(0);
  expect(troubled.worker.errors).toEqual([]);
});
