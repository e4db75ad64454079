import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { createPool } from "@/lib/platform/postgres/pool";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { readBooks } from "@/tests/support/books";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";
import { saysCommitted, startDatabaseProxy, type TcpProxy } from "@/tests/support/tcp-proxy";
import { startTestWorker } from "@/tests/support/test-worker";
import { until } from "@/tests/support/until";

// The database settles a turn, and the worker does not hear of it.

let database: TestDatabase;
let direct: Pool;
let sandbox: Sandbox;
let proxy: TcpProxy;
let proxied: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  direct = createPool(database.url, 4, "test");
  sandbox = await startSandbox();
  proxy = await startDatabaseProxy(database.url);
  proxied = createPool(proxy.through(database.url), 8, "test-worker");
});
afterEach(() => sandbox.workspace().faults.clear());
afterAll(async () => {
  await sandbox.close();
  await Promise.all([direct.end(), proxied.end()]);
  await proxy.close();
  await database.close();
});

test("a settling whose answer is lost is not done again: nothing is sent twice, and the books agree", async () => {
  const project = await makeProject(direct);
  const sync = await makeSync(direct, project);
  const { worker, errors, stop } = startTestWorker(proxied, {
    us: sandbox.usUrl,
    eu: sandbox.euUrl,
  });
  const log = createPostgresEventLog(direct);
  const cut = proxy.cutAfter(saysCommitted);
  await log.append(project, [makeIncoming({ userId: "ann" }), makeIncoming({ userId: "bob" })]);
  await cut;
  await log.append(project, [makeIncoming({ userId: "ann" })]);
  const books = await until("all is delivered", async () => {
    worker.wakeAll();
    const now = await readBooks(direct, sync);
    return now.delivered === 3 && now;
  });
  await stop();
  expect(books).toMatchObject({ read: 3, delivered: 3, discarded: 0, parked: 0 });
  const { events, stats } = sandbox.workspace();
  expect([events.count, events.distinctIds, stats.duplicateIds]).toEqual([3, 3, 0]);
  expect(errors).toEqual([]);
});
