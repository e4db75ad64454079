import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import type { ProjectId } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";

let database: TestDatabase;
let pool: Pool;
let log: EventLog;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 20, "test");
  log = createPostgresEventLog(pool);
});

afterAll(async () => {
  await pool.end();
  await database.close();
});

// What is PostgreSQL's own; what every event log promises is in tests/contracts/event-log.ts.

test("an event whose insert_id was seen more than seven days ago is stored", async () => {
  const project = await makeProject(pool);
  const event = makeIncoming({ deviceId: "d-1", insertId: "same", receivedMs: Date.now() });
  await log.append(project, [event]);
  await pool.query(
    "UPDATE insert_ids SET received_at = received_at - interval '7 days 1 second', week = week - 7 WHERE project_id = $1",
    [project],
  );
  expect(await log.append(project, [event])).toEqual({ stored: 1, duplicates: 0 });
});

test("a database that cannot be reached is `unavailable`, and nothing is taken as stored", async () => {
  const unreachable = createPool("postgresql://nobody@127.0.0.1:1/none", 2, "test");
  const broken = createPostgresEventLog(unreachable);
  await expect(broken.append(1 as ProjectId, [makeIncoming()])).rejects.toMatchObject({
    code: "unavailable",
  });
  await unreachable.end();
});

test("a day without a partition gets one", async () => {
  const project = await makeProject(pool);
  const { rows } = await pool.query<{ name: string }>(
    "SELECT format('events_%s', to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDD')) AS name",
  );
  const today = rows[0]?.name;
  await pool.query(`ALTER TABLE events DETACH PARTITION ${today}; DROP TABLE ${today}`);
  expect(await log.append(project, [makeIncoming({ insertId: "y" })])).toMatchObject({
    stored: 1,
  });
  expect(await log.head(project)).toBe(1);
});

test("the names and properties that were really sent are remembered for the pickers", async () => {
  const project = await makeProject(pool);
  await log.append(project, [
    makeIncoming({ payload: { event_properties: { price: 10, tags: ["a"] } } }),
    makeIncoming({
      kind: "identify",
      eventType: "$identify",
      operations: { operators: { $set: { plan: "pro" } }, plain: {} },
    }),
  ]);
  const events = await pool.query("SELECT name FROM event_types WHERE project_id = $1", [project]);
  expect(events.rows).toEqual([{ name: "Song Played" }]);
  const properties = await pool.query(
    "SELECT scope, name, type, example FROM properties WHERE project_id = $1 ORDER BY scope, name",
    [project],
  );
  expect(properties.rows).toEqual([
    { scope: "event", name: "price", type: "number", example: "10" },
    { scope: "event", name: "tags", type: "array", example: '["a"]' },
    { scope: "user", name: "plan", type: "string", example: "pro" },
  ]);
});
