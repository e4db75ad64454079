import { Client, type Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { createPartitions } from "@/lib/engine/store/partitions";
import { dropExpired } from "@/lib/engine/store/retention";
import { createPool } from "@/lib/platform/postgres/pool";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { ageEvents, trustTheClock } from "@/tests/support/age-events";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";
import { startTestWorker } from "@/tests/support/test-worker";
import { until } from "@/tests/support/until";

// A backup (pg_dump) holds ACCESS SHARE on every table to its end. Partitions come and go beside it.

const RETENTION = { logRetentionDays: 7, deliveryRetentionDays: 30 };

let database: TestDatabase;
let pool: Pool;
let sandbox: Sandbox;
let reader: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 10, "test");
  sandbox = await startSandbox();
  reader = new Client({ connectionString: database.url });
  await reader.connect();
});

afterAll(async () => {
  await reader.end();
  await sandbox.close();
  await pool.end();
  await database.close();
});

/** Reads every table in one transaction that stays open. */
async function readEverything(): Promise<void> {
  await reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  await reader.query(`DO $$ DECLARE t regclass; BEGIN
    FOR t IN SELECT oid FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace LOOP
      EXECUTE format('LOCK TABLE %s IN ACCESS SHARE MODE', t);
    END LOOP; END $$`);
}

const partitions = async (name: string) =>
  (await pool.query("SELECT 1 FROM pg_class WHERE relkind = 'r' AND relname LIKE $1", [name]))
    .rowCount ?? 0;

const waitsForALock = async () => {
  const { rows } = await pool.query<{ n: string }>(
    "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return Number(rows[0]?.n) > 0;
};

test("while a backup reads, partitions are made and given up, and appends and deliveries go on", async () => {
  const log = createPostgresEventLog(pool);
  const project = await makeProject(pool);
  await log.append(project, [makeIncoming({ userId: "old" })]);
  await ageEvents(pool, project, 12);
  await trustTheClock(pool);
  await pool.query("DROP TABLE IF EXISTS insert_ids_20200106");
  await pool.query("SELECT tributary_create_partition('insert_ids', '2020-01-06', '2020-01-13')");
  const sync = await makeSync(pool, project);
  await pool.query("UPDATE cursors SET position = 1 WHERE sync_id = $1", [sync]);
  const worker = startTestWorker(pool, { us: sandbox.usUrl, eu: sandbox.euUrl });

  await readEverything();
  let ended = false;
  const { rows } = await pool.query<{ last: string }>(
    "SELECT max(relname) AS last FROM pg_class WHERE relkind = 'r' AND relname LIKE 'events\\_2%'",
  );
  await pool.query("SELECT tributary_maintain_partitions((now() AT TIME ZONE 'UTC')::date + 30)");
  expect(await partitions("events_2%")).toBeGreaterThan(9);
  expect(rows[0]?.last).toBeDefined();
  await createPartitions(pool);
  const keeping = dropExpired(pool, RETENTION).finally(() => {
    ended = true;
  });
  await until(
    "the housekeeping waits for the backup",
    async () => ended || (await waitsForALock()),
  );
  let sent = 0;
  do {
    sent += (await log.append(project, [makeIncoming({ userId: `user-${sent}` })])).stored;
    worker.worker.wakeAll();
  } while (!ended);
  expect((await keeping).end).toBe("busy");
  await until("all is delivered", () => sandbox.workspace().events.count === sent);

  await reader.query("COMMIT");
  const after = await dropExpired(pool, RETENTION);
  expect(after.end).toBe("done");
  expect(await partitions("insert_ids_20200106")).toBe(0);
  expect(after.dropped).toContain("insert_ids_20200106");
  expect(after.dropped.some((name) => name.startsWith("events_"))).toBe(true);
  await worker.stop();
  expect(worker.errors).toEqual([]);
});
