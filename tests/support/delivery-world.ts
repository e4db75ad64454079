import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { Actor, Context } from "@/lib/admin/verb/context";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import type { ProjectId } from "@/lib/kernel/brand";
import { systemClock } from "@/lib/kernel/clock";
import { Cipher } from "@/lib/platform/crypto/cipher";
import { createPool } from "@/lib/platform/postgres/pool";
import { createDatabase, type Database } from "@/lib/platform/postgres/prisma";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { createTestDatabase, type TestDatabase } from "./database";
import { makeProject } from "./make-project";
import { TEST_KEY } from "./make-sync";
import { startTestWorker, type TestWorker } from "./test-worker";

/** From the log to the far end: what a file of tests of the delivery stands on. */
export interface DeliveryWorld {
  readonly pool: Pool;
  readonly log: EventLog;
  /** It knows the order of a person's events by their attribute `seq`. */
  readonly sandbox: Sandbox;
  /** A new one for each test. */
  readonly project: ProjectId;
  /** Those that the test has started; after it they are stopped, and none MUST have had an error. */
  readonly workers: readonly TestWorker[];
  startWorker(): TestWorker;
  /** For the verbs, on the same database. */
  contextAs(actor: Actor): Context;
}

/** Registers what makes it and ends it: call it once, at the top of the file. */
export function deliveryWorld(): DeliveryWorld {
  let database: TestDatabase;
  let pool: Pool;
  let log: EventLog;
  let sandbox: Sandbox;
  let project: ProjectId;
  let workers: TestWorker[] = [];
  let db: Database;
  const dispatcher = createDispatcher();

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createPool(database.url, 20, "test");
    db = createDatabase(database.url);
    log = createPostgresEventLog(pool);
    sandbox = await startSandbox({ workspace: { order_attribute: "seq" } });
  });
  afterAll(async () => {
    await sandbox.close();
    await pool.end();
    await db.$disconnect();
    await dispatcher.close();
    await database.close();
  });
  beforeEach(async () => {
    sandbox.workspace().reset();
    await pool.query("DELETE FROM rate_budgets");
    project = await makeProject(pool);
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    const errors = workers.flatMap((worker) => worker.errors);
    workers = [];
    await pool.query("UPDATE syncs SET enabled = false");
    expect(errors).toEqual([]);
  });

  return {
    get pool() {
      return pool;
    },
    get log() {
      return log;
    },
    get sandbox() {
      return sandbox;
    },
    get project() {
      return project;
    },
    get workers() {
      return workers;
    },
    contextAs: (actor) => ({
      actor,
      db,
      clock: systemClock,
      cipher: new Cipher(TEST_KEY),
      dispatcher,
      connectorUrls: { customerio: { us: sandbox.usUrl, eu: sandbox.euUrl } },
    }),
    startWorker: () => {
      const worker = startTestWorker(pool, { us: sandbox.usUrl, eu: sandbox.euUrl });
      workers.push(worker);
      return worker;
    },
  };
}
