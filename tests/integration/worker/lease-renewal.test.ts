import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { createPool } from "@/lib/platform/postgres/pool";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";
import { startTestWorker } from "@/tests/support/test-worker";
import { until } from "@/tests/support/until";

// Longer than a lease lasts, shorter than a request may take.
const SLOW_MS = 8_000;

let database: TestDatabase;
let pool: Pool;
let sandbox: Sandbox;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 10, "test");
  sandbox = await startSandbox();
});

afterAll(async () => {
  await sandbox.close();
  await pool.end();
  await database.close();
});

test("a worker that hears out a slow request of a disabled sync keeps the shards of the others", async () => {
  const project = await makeProject(pool);
  const quiet = await makeSync(pool, project, { settings: { sendEvents: false } });
  const slow = await makeSync(pool, project);
  sandbox.workspace().faults.add({ match: { times: 1 }, effect: { delay_ms: SLOW_MS } });
  await createPostgresEventLog(pool).append(project, [makeIncoming()]);
  const { worker, errors, stop } = startTestWorker(pool, {
    us: sandbox.usUrl,
    eu: sandbox.euUrl,
  });
  await until("a request is in flight", () => sandbox.workspace().inFlight.read().now > 0);
  await pool.query("UPDATE syncs SET enabled = false WHERE id = $1", [slow]);
  worker.wakeAll();
  await until("the slow request was answered", async () => {
    const { rows } = await pool.query<{ held: number }>(
      "SELECT count(*) FILTER (WHERE lease_until > now()) AS held FROM cursors WHERE sync_id = $1",
      [quiet],
    );
    expect(rows[0]?.held).toBe(16);
    return sandbox.workspace().inFlight.read().now === 0;
  });
  await stop();
  expect(errors).toEqual([]);
});
