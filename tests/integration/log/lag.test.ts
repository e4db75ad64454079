import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { type Lag, lagOf } from "@/lib/engine/store/lag";
import { readRelayBacklogs } from "@/lib/engine/store/relay-backlogs";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
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

const eventsOf = (userId: string, count: number) =>
  Array.from({ length: count }, () => makeIncoming({ userId, receivedMs: Date.now() }));

const lag = async (sync: SyncId, countedMax: number) =>
  (await pool.query<Lag>(lagOf([sync], countedMax))).rows[0];

test("what is unread is counted, and beyond the count told by the slowest shard that has anything to read", async () => {
  const log = createPostgresEventLog(pool);
  const sync = await makeSync(pool, project);
  // One shard has read its events; the cursors of the others stay at 0, and nothing of theirs follows.
  await log.append(project, eventsOf("early", 5));
  await pool.query(
    "UPDATE cursors SET position = 5 WHERE sync_id = $1 AND shard IN (SELECT shard FROM events)",
    [sync],
  );
  expect(await lag(sync, 10)).toMatchObject({ unread: 0, distance: 0 });
  await log.append(project, eventsOf("early", 4));
  expect(await lag(sync, 10)).toMatchObject({ unread: 4, distance: 4 });
  expect(await lag(sync, 2)).toMatchObject({ unread: 4, distance: 4 });
});

test("a sync that was never enabled has no lag", async () => {
  const sync = await makeSync(pool, project);
  await pool.query("DELETE FROM cursors WHERE sync_id = $1", [sync]);
  expect(await lag(sync, 10)).toBeUndefined();
});

test("what waits for a relay is what it has not read and what is parked, of the enabled one that is furthest behind", async () => {
  const own = await makeProject(pool);
  const log = createPostgresEventLog(pool);
  const backlog = async (max = 100) => (await readRelayBacklogs(pool, max)).get(own);
  await makeSync(pool, own);
  await log.append(own, eventsOf("early", 5));
  expect(await backlog()).toBeUndefined();

  const relay = await makeSync(pool, own, { partner: "amplitude" });
  const readAll = () => pool.query("UPDATE cursors SET position = 5 WHERE sync_id = $1", [relay]);
  expect(await backlog()).toBe(5);
  await readAll();
  expect(await backlog()).toBe(0);
  await pool.query(
    `INSERT INTO parked (sync_id, shard, "offset", person_id, tries, requests, retry_at, reason, message, parked_at)
     SELECT $1, 0, n, 1, 0, 1, NULL, 'throttled', '', now() FROM generate_series(1, 3) AS n`,
    [relay],
  );
  expect(await backlog()).toBe(3);
  expect(await backlog(1)).toBe(2);
  // Shards that nothing came to for long stand far behind the head, and nothing of theirs waits.
  await pool.query("UPDATE cursors SET position = 0 WHERE sync_id = $1", [relay]);
  await pool.query(
    "UPDATE cursors SET position = 5 WHERE sync_id = $1 AND shard IN (SELECT shard FROM events WHERE project_id = $2)",
    [relay, own],
  );
  await log.append(own, eventsOf("early", 1));
  expect(await backlog()).toBe(4);
  await pool.query("UPDATE syncs SET enabled = false WHERE id = $1", [relay]);
  expect(await backlog()).toBeUndefined();
});
