import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createIngest } from "@/lib/engine/ingest/ingest";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { systemClock } from "@/lib/kernel/clock";
import { createPool } from "@/lib/platform/postgres/pool";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { readBooks } from "@/tests/support/books";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";
import { startTestWorker, type TestWorker } from "@/tests/support/test-worker";
import { until } from "@/tests/support/until";
import { send } from "@/tests/unit/engine/ingest/make-ingest";

let database: TestDatabase;
let pool: Pool;
let sandbox: Sandbox;
let worker: TestWorker;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 20, "test");
  sandbox = await startSandbox();
  worker = startTestWorker(pool, { us: sandbox.usUrl, eu: sandbox.euUrl });
});

afterAll(async () => {
  await worker.stop();
  await sandbox.close();
  await pool.end();
  await database.close();
  expect(worker.errors).toEqual([]);
});

const BODY = `{"api_key":"KEY","events":[
  {"event_type":"Paid","user_id":"ann-0001","event_properties":{"order":9007199254740993,"parts":[1.0,{"wei":115792089237316195423570985008687907853269984665640564039457584007913129639935}],"other":9007199254740993},
   "user_properties":{"$set":{"account":9007199254740993},"$add":{"steps":9007199254740992},"$append":{"list":0.1234567890123456789}}},
  {"event_type":"Paid","user_id":"ann-0001","event_properties":{"order":9007199254740992},"user_properties":{"$add":{"steps":1}}},
  {"event_type":"Paid","user_id":"bob-0001","event_properties":{"order":9007199254740993},"user_properties":{"account":9007199254740992}}
]}`;

test("the digits that were sent arrive: through ingestion, filter, identifier and worker", async () => {
  const project = await makeProject(pool);
  const sync = await makeSync(pool, project, {
    settings: {
      identifier: "gp:account",
      eventRows: [
        {
          event: "Paid",
          where: [{ property: "ep:order", op: "greater", values: ["9007199254740992"] }],
        },
      ],
      eventProperties: ["order", "parts"],
      userProperties: ["account", "steps", "list"],
      sendUsers: true,
      usersOnEvents: true,
    },
  });
  const ingest = createIngest({
    findProject: async () => project,
    log: createPostgresEventLog(pool),
    clock: systemClock,
    report: (error) => {
      throw error;
    },
  });
  const answer = await send({ ingest }, { body: BODY });
  expect(answer.status).toBe(200);
  await until("three events read", async () => {
    worker.worker.wakeAll();
    return (await readBooks(pool, sync)).read === 3;
  });

  const bodies = sandbox
    .workspace()
    .requests.list()
    .map(({ body }) => body)
    .join("\n");
  expect(bodies).toContain(
    '"attributes":{"order":9007199254740993,"parts":[1,{"wei":115792089237316195423570985008687907853269984665640564039457584007913129639935}]}',
  );
  expect(bodies).toContain(
    '"attributes":{"account":9007199254740993,"steps":9007199254740992,"list":[0.1234567890123456789]}',
  );
  expect(bodies).toContain('"attributes":{"steps":9007199254740993}');
  expect(bodies).toContain('"identifiers":{"id":"9007199254740993"}');
  expect(bodies).toContain('"identifiers":{"id":"9007199254740992"}');
  // Ann's second event is not greater than 9007199254740992.
  expect(bodies.match(/"action":"event"/g)).toHaveLength(2);
});
