import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
import type { FaultRuleInput } from "@/sandbox/faults/fault-rule";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { readBooks } from "@/tests/support/books";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";
import { startTestWorker, type TestWorker } from "@/tests/support/test-worker";
import { until } from "@/tests/support/until";

// One worker, with the connections that a worker has: nobody's trouble or load is anybody else's.

const WORKER_CONNECTIONS = 8;
const SICK = { config: { site_id: "sick-site" }, apiKey: "sick-key" };

let database: TestDatabase;
let pool: Pool;
let log: EventLog;
let sandbox: Sandbox;
let project: ProjectId;
let started: TestWorker | null = null;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, WORKER_CONNECTIONS, "test");
  log = createPostgresEventLog(pool);
  sandbox = await startSandbox({
    workspace: { order_attribute: "seq" },
    workspaces: [{ site_id: "sick-site", api_key: "sick-key" }],
  });
});

afterAll(async () => {
  await sandbox.close();
  await pool.end();
  await database.close();
});

beforeEach(async () => {
  sandbox.workspace().reset();
  sandbox.workspace("sick-site").reset();
  await pool.query("DELETE FROM rate_budgets");
  project = await makeProject(pool);
});

afterEach(async () => {
  sandbox.workspace("sick-site").faults.clear();
  await started?.stop();
  const errors = started?.errors ?? [];
  started = null;
  await pool.query("UPDATE syncs SET enabled = false");
  expect(errors).toEqual([]);
});

const startWorker = () => {
  started = startTestWorker(pool, { us: sandbox.usUrl, eu: sandbox.euUrl });
};

let sequence = 0;
const eventOf = (userId: string, eventType = "Song Played") =>
  makeIncoming({
    userId,
    eventType,
    insertId: `insert-${++sequence}`,
    receivedMs: Date.now(),
    timeMs: Date.now(),
    payload: { event_properties: { seq: sequence } },
  });
const eventsOf = (count: number, people: number, eventType?: string) =>
  Array.from({ length: count }, (_, n) => eventOf(`user-${n % people}`, eventType));

const onlyEvent = (event: string) => ({ settings: { eventRows: [{ event, where: [] }] } });

const deliveredWhen = (sync: SyncId, count: number) =>
  until(`${count} events are delivered`, async () => {
    started?.worker.wakeAll();
    return (await readBooks(pool, sync)).delivered === count;
  });

describe("a destination in trouble", () => {
  test.each<readonly [string, FaultRuleInput]>([
    ["answers nothing for 8 s", { effect: { delay_ms: 8_000 } }],
    ["answers 503", { effect: { status: 503 } }],
    ["answers 429", { effect: { status: 429 } }],
    ["cuts every connection", { effect: { drop: "before" } }],
  ])("that %s does not keep another sync's events waiting", async (_, rule) => {
    const sick = sandbox.workspace("sick-site");
    sick.faults.add(rule);
    const unwell = await makeSync(pool, project, SICK);
    const well = await makeSync(pool, project);
    await log.append(project, eventsOf(250, 50));
    startWorker();
    await until("the trouble has begun", () => sick.stats.requests > 0);
    await log.append(project, eventsOf(250, 50));
    await deliveredWhen(well, 500);
    expect(sandbox.workspace().events.count).toBe(500);
    expect(sandbox.workspace().stats.orderAttributeViolations).toBe(0);
    expect(sick.events.count).toBe(0);
    expect((await readBooks(pool, unwell)).delivered).toBe(0);
  });

  test("that has taken a whole request hostage does not keep a new sync from starting", async () => {
    const sick = sandbox.workspace("sick-site");
    sick.faults.add({ effect: { delay_ms: 8_000 } });
    const unwell = await makeSync(pool, project, SICK);
    await log.append(project, eventsOf(100, 10));
    startWorker();
    await until("a request is held", () => sick.inFlight.read().now > 0);
    await pool.query("UPDATE syncs SET enabled = false WHERE id = $1", [unwell]);
    const well = await makeSync(pool, project);
    await deliveredWhen(well, 100);
    expect(sick.inFlight.read().now).toBeGreaterThan(0);
  });
});

describe("two syncs into one workspace", () => {
  test("take turns: the small one is not behind the flood of the other", async () => {
    const FLOOD = 1_500;
    const config = { delivery_mode: "single", requests_per_second: 200 } as const;
    await makeSync(pool, project, { config, ...onlyEvent("Flood") });
    const small = await makeSync(pool, project, { config, ...onlyEvent("Purchase") });
    const { events } = sandbox.workspace();
    await log.append(project, eventsOf(FLOOD, FLOOD, "Flood"));
    startWorker();
    await until("the flood has begun", () => events.count > 0);
    await log.append(project, eventsOf(10, 10, "Purchase"));
    await deliveredWhen(small, 10);
    expect(events.count).toBeLessThan(FLOOD / 2);
  });
});

describe("a hot person", () => {
  test("does not keep the others waiting, neither those read together nor those who come later", async () => {
    const HOT = 2_000;
    const config = { delivery_mode: "single", requests_per_second: 1_000 } as const;
    const sync = await makeSync(pool, project, { config });
    const { events, stats } = sandbox.workspace();
    await log.append(project, [
      ...Array.from({ length: HOT }, () => eventOf("hot")),
      ...eventsOf(50, 50),
    ]);
    startWorker();
    const othersHave = (count: number) =>
      until(`${count} events of the others are delivered`, async () => {
        const { rows } = await pool.query<{ n: number }>(
          "SELECT count(*) AS n FROM deliveries WHERE sync_id = $1 AND user_id <> 'hot' AND outcome = 'delivered'",
          [sync],
        );
        return rows[0]?.n === count;
      });
    await othersHave(50);
    expect((await readBooks(pool, sync)).parked).toBeGreaterThan(HOT / 2);
    await log.append(project, eventsOf(50, 50));
    await othersHave(100);
    expect((await readBooks(pool, sync)).parked).toBeGreaterThan(0);
    await deliveredWhen(sync, HOT + 100);
    expect(events.count).toBe(HOT + 100);
    expect(stats.orderAttributeViolations).toBe(0);
  });
});
