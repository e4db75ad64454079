import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { type Lag, lagOf } from "@/lib/engine/store/lag";
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
