import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { readHousekeeping } from "@/lib/engine/store/housekeeping-state";
import { dropExpired } from "@/lib/engine/store/retention";
import type { SyncId } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
import { ageEvents, trustTheClock } from "@/tests/support/age-events";
import { readBooks } from "@/tests/support/books";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";

const RETENTION = { logRetentionDays: 7, deliveryRetentionDays: 30 };

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 4, "test");
});

beforeEach(() => trustTheClock(pool));

afterAll(async () => {
  await pool.end();
  await database.close();
});

const appendDaysAgo = async (days: number, events = 1) => {
  const project = await makeProject(pool);
  const log = createPostgresEventLog(pool);
  await log.append(
    project,
    Array.from({ length: events }, (_, n) =>
      makeIncoming({ userId: `user-${n}`, receivedMs: Date.now() }),
    ),
  );
  await ageEvents(pool, project, days);
  return project;
};

const disable = (sync: SyncId) =>
  pool.query("UPDATE syncs SET enabled = false WHERE id = $1", [sync]);

const countEvents = async (project: number) =>
  (await pool.query("SELECT 1 FROM events WHERE project_id = $1", [project])).rowCount;

describe("events past the retention", () => {
  test("are dropped, younger ones stay", async () => {
    const old = await appendDaysAgo(8);
    const young = await appendDaysAgo(6);
    const { dropped, held } = await dropExpired(pool, RETENTION);
    expect(dropped.length).toBeGreaterThan(0);
    expect(held).toEqual([]);
    expect(await countEvents(old)).toBe(0);
    expect(await countEvents(young)).toBe(1);
  });

  test("are held while an enabled sync has not read them", async () => {
    const project = await appendDaysAgo(10);
    const sync = await makeSync(pool, project);
    expect((await dropExpired(pool, RETENTION)).held).toHaveLength(1);
    expect(await countEvents(project)).toBe(1);
    expect((await readHousekeeping(pool)).held).toHaveLength(1);
    await disable(sync);
    expect((await dropExpired(pool, RETENTION)).held).toEqual([]);
    expect((await readHousekeeping(pool)).held).toEqual([]);
  });

  test("go unread past four times the retention, counted as expired for each enabled sync", async () => {
    const project = await appendDaysAgo(29, 40);
    const sync = await makeSync(pool, project);
    const late = await makeSync(pool, project);
    await pool.query("UPDATE cursors SET position = 30 WHERE sync_id = $1", [late]);
    const { droppedUnread } = await dropExpired(pool, RETENTION);
    expect(droppedUnread).toBe(50);
    expect(await countEvents(project)).toBe(0);
    expect(await readBooks(pool, sync)).toMatchObject({ read: 40, expired: 40 });
    expect(await readBooks(pool, late)).toMatchObject({ read: 10, expired: 10 });
    const { rows } = await pool.query(
      "SELECT DISTINCT outcome, reason FROM sync_minutes WHERE sync_id = $1 ORDER BY outcome",
      [sync],
    );
    expect(rows).toEqual([
      { outcome: "expired", reason: "retention" },
      { outcome: "read", reason: "" },
    ]);
    expect((await readHousekeeping(pool)).droppedUnread).toBe(50);
    await Promise.all([sync, late].map(disable));
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
    expect((await dropExpired(pool, RETENTION)).held).toHaveLength(1);
    await disable(sync);
    expect((await dropExpired(pool, RETENTION)).held).toEqual([]);
    expect(await readBooks(pool, sync)).toMatchObject({
      parked: 0,
      expired: 1,
      rows: { expired: 1 },
    });
  });
});

test("a process whose own clock is a month ahead drops nothing", async () => {
  const project = await appendDaysAgo(0);
  const sync = await makeSync(pool, project);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 30 * 86_400_000 });
  try {
    expect(await dropExpired(pool, RETENTION)).toMatchObject({ dropped: [], droppedUnread: 0 });
  } finally {
    vi.useRealTimers();
  }
  expect(await countEvents(project)).toBe(1);
  await disable(sync);
});

describe("a clock that leaps", () => {
  /** As if the database's clock had gone forward by so many days since the last run and the newest event. */
  const leap = (days: number) =>
    pool.query(
      `UPDATE housekeeping SET last_run_at = last_run_at - $1::int * interval '1 day',
         clock_jumped_at = clock_jumped_at - $1::int * interval '1 day'`,
      [days],
    );

  test("forward by a month drops nothing until it has run on for a day", async () => {
    await pool.query("DELETE FROM log_heads");
    const project = await appendDaysAgo(30);
    await leap(30);
    expect((await dropExpired(pool, RETENTION)).end).toBe("clock_jumped");
    expect((await dropExpired(pool, RETENTION)).end).toBe("clock_jumped");
    expect(await countEvents(project)).toBe(1);
    expect((await readHousekeeping(pool)).clockJumpedMs).not.toBeNull();
    await pool.query(
      "UPDATE housekeeping SET clock_jumped_at = clock_jumped_at - interval '25 hours'",
    );
    expect((await dropExpired(pool, RETENTION)).end).toBe("done");
    expect(await countEvents(project)).toBe(0);
  });

  test("and is mended is believed at once", async () => {
    await pool.query("DELETE FROM log_heads");
    await leap(30);
    expect((await dropExpired(pool, RETENTION)).end).toBe("clock_jumped");
    await leap(-30);
    expect((await dropExpired(pool, RETENTION)).end).toBe("done");
  });

  test("is no leap when the newest event shows that time has passed", async () => {
    await pool.query("DELETE FROM log_heads");
    await appendDaysAgo(0);
    await leap(30);
    expect((await dropExpired(pool, RETENTION)).end).toBe("done");
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
  await dropExpired(pool, RETENTION);
  await dropExpired(pool, RETENTION);
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
