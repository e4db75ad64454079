import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SyncId } from "@/lib/kernel/brand";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { createPostgresEventLog } from "@/lib/postgres/event-log/postgres-event-log";
import { createPool } from "@/lib/postgres/pool";
import { dropExpired } from "@/lib/postgres/retention";
import { readBooks } from "@/tests/support/books";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";

const DAY_MS = 86_400_000;
const RETENTION = { logRetentionDays: 7, deliveryRetentionDays: 30 };

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 4, "test");
});

afterAll(async () => {
  await pool.end();
  await database.close();
});

const daysAgo = (days: number): Clock => ({
  ...systemClock,
  now: () => Date.now() - days * DAY_MS,
});

const appendDaysAgo = async (days: number) => {
  const project = await makeProject(pool);
  await createPostgresEventLog(pool, daysAgo(days)).append(project, [makeIncoming()]);
  return project;
};

const countEvents = async (project: number) =>
  (await pool.query("SELECT 1 FROM events WHERE project_id = $1", [project])).rowCount;

describe("events past the retention", () => {
  test("are dropped, younger ones stay", async () => {
    const old = await appendDaysAgo(8);
    const young = await appendDaysAgo(6);
    const { dropped, held } = await dropExpired(pool, Date.now(), RETENTION);
    expect(dropped.length).toBeGreaterThan(0);
    expect(held).toEqual([]);
    expect(await countEvents(old)).toBe(0);
    expect(await countEvents(young)).toBe(1);
  });

  test("are held while an enabled sync has not read them, until four times the retention", async () => {
    const project = await appendDaysAgo(10);
    const sync = await makeSync(pool, project);
    expect((await dropExpired(pool, Date.now(), RETENTION)).held).toHaveLength(1);
    expect(await countEvents(project)).toBe(1);
    await dropExpired(pool, Date.now() + 19 * DAY_MS, RETENTION);
    expect(await countEvents(project)).toBe(0);
    await pool.query("UPDATE syncs SET enabled = false WHERE id = $1", [sync]);
  });

  test("are held while one of them is parked", async () => {
    const project = await appendDaysAgo(9);
    const sync = await makeSync(pool, project);
    await pool.query("UPDATE cursors SET position = 1 WHERE sync_id = $1", [sync]);
    await pool.query(
      `INSERT INTO parked (sync_id, shard, "offset", person_id, tries, requests, reason, message, parked_at)
       SELECT $1, shard, "offset", person_id, 1, 1, 'timeout', '', now() FROM events WHERE project_id = $2`,
      [sync, project],
    );
    expect((await dropExpired(pool, Date.now(), RETENTION)).held).toHaveLength(1);
    await pool.query("UPDATE syncs SET enabled = false WHERE id = $1", [sync]);
    expect((await dropExpired(pool, Date.now(), RETENTION)).held).toEqual([]);
    expect(await readBooks(pool, sync)).toMatchObject({
      parked: 0,
      expired: 1,
      rows: { expired: 1 },
    });
  });
});

test("minutes older than 90 days become one sum, so that the books of the sync stay true", async () => {
  const project = await makeProject(pool);
  const sync = await makeSync(pool, project, { enabled: false });
  const add = (days: number, count: number) =>
    pool.query(
      `INSERT INTO sync_minutes VALUES ($1, 0, date_trunc('minute', now() - $2 * interval '1 day'), 'delivered', '', $3, 1)`,
      [sync, days, count],
    );
  await add(200, 5);
  await add(100, 7);
  await add(1, 11);
  await dropExpired(pool, Date.now(), RETENTION);
  await dropExpired(pool, Date.now(), RETENTION);
  expect((await readBooks(pool, sync as SyncId)).delivered).toBe(23);
  const { rows } = await pool.query(
    "SELECT count, first_attempt FROM sync_minutes WHERE sync_id = $1 ORDER BY minute",
    [sync],
  );
  expect(rows).toEqual([
    { count: 12, first_attempt: 2 },
    { count: 11, first_attempt: 1 },
  ]);
});
