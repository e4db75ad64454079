import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { readBooks } from "@/tests/support/books";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";
import { startTestWorker, type TestWorker } from "@/tests/support/test-worker";
import { until } from "@/tests/support/until";

let database: TestDatabase;
let pool: Pool;
let sandbox: Sandbox;
let project: ProjectId;
let sync: SyncId;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 10, "test");
  sandbox = await startSandbox();
});

beforeEach(async () => {
  await pool.query("UPDATE syncs SET enabled = false");
  project = await makeProject(pool);
  sync = await makeSync(pool, project);
  await createPostgresEventLog(pool).append(project, [makeIncoming()]);
});

afterAll(async () => {
  await sandbox.close();
  await pool.end();
  await database.close();
});

const start = (): TestWorker => startTestWorker(pool, { us: sandbox.usUrl, eu: sandbox.euUrl });

const isDelivered = async () => (await readBooks(pool, sync)).delivered === 1;

const breaker = async () =>
  (await pool.query("SELECT reason, message FROM breakers WHERE sync_id = $1", [sync])).rows[0];

const leases = async () =>
  (await pool.query("SELECT 1 FROM cursors WHERE sync_id = $1 AND lease_owner IS NOT NULL", [sync]))
    .rowCount;

test("what a newer version has added to a sync's row does not keep it from running", async () => {
  await pool.query(
    `UPDATE syncs SET config = config || '{"added_later": 1}', settings = settings || '{"addedLater": 1}' WHERE id = $1`,
    [sync],
  );
  const worker = start();
  await until("it is delivered", isDelivered);
  await worker.stop();
  expect(worker.errors).toEqual([]);
});

test("a sync that cannot be read gives its shards back and says why; mended, it runs", async () => {
  await pool.query(`UPDATE syncs SET config = config || '{"region": "moon"}' WHERE id = $1`, [
    sync,
  ]);
  const other = await makeSync(pool, project);
  const worker = start();
  await until("it is shown why", breaker);
  expect(await breaker()).toMatchObject({
    reason: "misconfigured",
    message: expect.stringContaining(
      `The config of sync ${sync} cannot be read: region: Choose us or eu`,
    ),
  });
  await until(
    "its shards are free for a worker that can read it",
    async () => (await leases()) === 0,
  );
  await until(
    "another sync is not held up",
    async () => (await readBooks(pool, other)).delivered === 1,
  );
  expect(worker.errors).toHaveLength(1);
  await pool.query(
    `UPDATE syncs SET config = config || '{"region": "us"}', version = version + 1 WHERE id = $1`,
    [sync],
  );
  worker.worker.wakeAll();
  await until("it is delivered", isDelivered);
  await until("nothing is said any more", async () => (await breaker()) === undefined);
  await worker.stop();
});

test("shards that a live worker leaves alone, since it cannot read them, do not stand still", async () => {
  const live = () =>
    pool.query(
      "INSERT INTO workers (id, started_at, seen_at) VALUES ('older', now(), now()) ON CONFLICT (id) DO UPDATE SET seen_at = now()",
    );
  await live();
  const worker = start();
  await until("every shard is read", async () => {
    await live();
    return (await leases()) === SHARDS;
  });
  await until("it is delivered", isDelivered);
  await worker.stop();
  await pool.query("DELETE FROM workers WHERE id = 'older'");
});
