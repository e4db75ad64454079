import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { createParkingLot } from "@/lib/engine/store/parked/parking-lot";
import { dropExpired } from "@/lib/engine/store/retention";
import type { ProjectId, Shard } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import { createPool } from "@/lib/platform/postgres/pool";
import { ageEvents, trustTheClock } from "@/tests/support/age-events";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";

let database: TestDatabase;
let pool: Pool;
let project: ProjectId;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 4, "test");
  project = await makeProject(pool);
});

afterAll(async () => {
  await pool.end();
  await database.close();
});

/** Two events of one person, both parked and due, as after sending both again by hand. */
async function parkTwo(payload: JsonObject = {}) {
  const log = createPostgresEventLog(pool);
  const sync = await makeSync(pool, project);
  const receivedMs = Date.now();
  await log.append(project, [
    makeIncoming({ receivedMs, payload }),
    makeIncoming({ receivedMs, payload }),
  ]);
  const head = await log.head(project);
  await pool.query("UPDATE cursors SET position = $1", [head]);
  await pool.query(
    `INSERT INTO parked (sync_id, shard, "offset", person_id, tries, requests, retry_at, reason, message, parked_at)
     SELECT $1, shard, "offset", person_id, 0, 0, now() - interval '1 second', 'redelivery', '', now() FROM events
     WHERE project_id = $2 AND "offset" > $3`,
    [sync, project, head - 2],
  );
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard as Shard);
  return { scope: { projectId: project, syncId: sync, shards }, head };
}

test("a person with several due events is looked at once: each event once, in order", async () => {
  const { scope, head } = await parkTwo();
  const due = await createParkingLot(pool).due(scope, Date.now());
  expect(due.map(({ event }) => event.offset)).toEqual([head - 1, head]);
});

test("fewer events are looked at where they are large, and never none", async () => {
  const { scope, head } = await parkTwo({ event_properties: { text: "x".repeat(33 * 1_048_576) } });
  const due = await createParkingLot(pool).due(scope, Date.now());
  expect(due.map(({ event }) => event.offset)).toEqual([head - 1]);
});

test("a day whose events still wait in the parking lot of an enabled sync is held", async () => {
  const { scope } = await parkTwo();
  await ageEvents(pool, scope.projectId, 9);
  await trustTheClock(pool);
  const retention = { logRetentionDays: 7, deliveryRetentionDays: 30 };
  expect((await dropExpired(pool, retention)).held).toHaveLength(1);
  await pool.query("UPDATE syncs SET enabled = false");
  const { held, dropped } = await dropExpired(pool, retention);
  expect(held).toEqual([]);
  expect(dropped.length).toBeGreaterThan(0);
});
