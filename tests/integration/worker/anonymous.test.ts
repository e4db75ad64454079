import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { createPool } from "@/lib/platform/postgres/pool";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { readBooks } from "@/tests/support/books";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";
import { startTestWorker } from "@/tests/support/test-worker";
import { until } from "@/tests/support/until";

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

test("what a device did before somebody signed in on it is theirs at Customer.io, in order and once, also when answers are lost", async () => {
  const site = `site-${Date.now()}`;
  const { config } = sandbox.addWorkspace({ site_id: site, order_attribute: "seq" });
  const project = await makeProject(pool);
  const sync = await makeSync(pool, project, {
    config: { site_id: site, without_identifier: "anonymous" },
    apiKey: config.api_key,
  });
  const log = createPostgresEventLog(pool);
  const act = (seq: number, userId: string | null, device = "phone-1") =>
    makeIncoming({
      userId,
      deviceId: device,
      insertId: `act-${seq}`,
      receivedMs: Date.now(),
      payload: { event_properties: { seq } },
    });
  const runUntilRead = async (read: number) => {
    const worker = startTestWorker(pool, { us: sandbox.usUrl, eu: sandbox.euUrl });
    await until(`${read} are settled`, async () => {
      worker.worker.wakeAll();
      const books = await readBooks(pool, sync);
      return books.read === read && books.parked === 0;
    });
    await worker.stop();
  };

  const ws = sandbox.workspace(site);
  // What was taken is sent again, as after a crash between the answer and the commit.
  ws.faults.add({ match: { times: 2 }, effect: { drop: "after_apply" } });
  await log.append(project, [act(1, null), act(2, null), act(3, null, "phone-of-nobody")]);
  await runUntilRead(3);
  expect(ws.people.count).toBe(0);
  expect(ws.stats.duplicateIds).toBeGreaterThan(0);

  await log.append(project, [act(4, "ann@example.com"), act(5, "ann@example.com")]);
  await runUntilRead(5);
  const ann = ws.people.find({ kind: "email", value: "ann@example.com" });
  expect(ann?.eventCount).toBe(4);
  expect(ws.people.count).toBe(1);
  expect(ws.stats.orderAttributeViolations).toBe(0);
  const { rows } = await pool.query<{ kind: string; identifier: string }>(
    `SELECT DISTINCT identifier_kind AS kind, identifier FROM deliveries
     WHERE sync_id = $1 AND outcome = 'delivered' ORDER BY 1, 2`,
    [sync],
  );
  expect(rows).toEqual([
    { kind: "anonymous_id", identifier: "phone-1" },
    { kind: "anonymous_id", identifier: "phone-of-nobody" },
    { kind: "email", identifier: "ann@example.com" },
  ]);
});
