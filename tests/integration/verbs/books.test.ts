import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { redeliver } from "@/lib/admin/events/redeliver";
import { checkBooks } from "@/lib/admin/operations/check-books";
import { syncBooks } from "@/lib/admin/syncs/sync-books";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { readHealthFacts } from "@/lib/engine/store/health-facts";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { systemClock } from "@/lib/kernel/clock";
import { createPool } from "@/lib/platform/postgres/pool";
import { startSandbox } from "@/sandbox/start-sandbox";
import { readBooks } from "@/tests/support/books";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";
import { startTestWorker } from "@/tests/support/test-worker";
import { until } from "@/tests/support/until";
import { createWorld, type World } from "./world";

let world: World;
let pool: Pool;
let projectId: ProjectId;
let syncId: SyncId;

/** 12 events: 4 filtered, 3 without an identifier, 5 delivered. */
beforeAll(async () => {
  world = await createWorld();
  pool = createPool(world.url, 8, "test");
  const sandbox = await startSandbox();
  projectId = await makeProject(pool);
  syncId = await makeSync(pool, projectId, {
    settings: {
      eventRows: [
        { event: "Buy", where: [{ property: "ep:price", op: "greater", values: ["10"] }] },
      ],
    },
  });
  const state = {
    name: "Test",
    enabled: true,
    config: { site_id: "sandbox-site" },
    secretsChanged: [],
  };
  await pool.query(
    `INSERT INTO sync_versions (sync_id, version, state, changed_by)
     SELECT id, version, $2::jsonb || jsonb_build_object('settings', settings), 'test' FROM syncs WHERE id = $1`,
    [syncId, JSON.stringify(state)],
  );
  const buy = (price: number, userId: string | null) =>
    makeIncoming({
      userId,
      deviceId: userId === null ? "a-device" : null,
      eventType: "Buy",
      receivedMs: Date.now(),
      payload: { event_properties: { price } },
    });
  await createPostgresEventLog(pool).append(projectId, [
    ...[1, 2, 3, 4].map((price) => buy(price, "ann@example.com")),
    ...[20, 21, 22].map((price) => buy(price, null)),
    ...[30, 31, 32, 33, 34].map((price) => buy(price, "bob@example.com")),
  ]);
  const worker = startTestWorker(pool, { us: sandbox.usUrl, eu: sandbox.euUrl });
  await until("all settled", async () => {
    worker.worker.wakeAll();
    const books = await readBooks(pool, syncId);
    return books.read === 12 && books.parked === 0;
  });
  await worker.stop();
  await sandbox.close();
});
afterAll(async () => {
  await pool.end();
  await world.close();
});

async function check() {
  await checkBooks(world.system, projectId, 30, () => 0);
  return (await syncBooks(world.system, { id: syncId, projectId })).check;
}

const wrongInHealth = async () => (await readHealthFacts(pool, systemClock)).wrongBooks;

test("hold: each event of the sample is accounted for, without asking the counters", async () => {
  expect((await syncBooks(world.system, { id: syncId, projectId })).check).toBeNull();
  expect(await check()).toMatchObject({
    from: 1,
    to: 12,
    read: 12,
    filtered: 4,
    delivered: 5,
    discarded: 3,
    expired: 0,
    waiting: 0,
    missing: 0,
    doubled: 0,
    sumsOff: 0,
    wrongSince: null,
  });
  expect(await wrongInHealth()).toEqual([]);
});

test("hold while something is sent again by hand", async () => {
  expect(await redeliver(world.system, { syncId, filter: {} })).toMatchObject({ queued: 3 });
  expect(await check()).toMatchObject({ discarded: 0, waiting: 3, sumsOff: 0, wrongSince: null });
});

test("do not hold when a delivery is on no record, and health tells since when", async () => {
  const { rows } = await pool.query<{ id: number; offset: number }>(
    `UPDATE deliveries SET sync_id = -sync_id WHERE id = (
       SELECT id FROM deliveries WHERE sync_id = $1 AND outcome = 'delivered' ORDER BY id LIMIT 1
     ) RETURNING id, "offset"`,
    [syncId],
  );
  const wrong = await check();
  expect(wrong).toMatchObject({ missing: 1, delivered: 4, firstWrong: rows[0]?.offset });
  expect(wrong?.wrongSince).toBeInstanceOf(Date);
  expect(await wrongInHealth()).toMatchObject([{ projectId, syncId }]);
  expect((await check())?.wrongSince).toEqual(wrong?.wrongSince);
  await pool.query("UPDATE deliveries SET sync_id = -sync_id WHERE sync_id = $1", [-syncId]);
  expect(await check()).toMatchObject({ missing: 0, wrongSince: null });
  expect(await wrongInHealth()).toEqual([]);
});

test("do not hold when an event has ended twice", async () => {
  await pool.query(
    `INSERT INTO deliveries (day, sync_id, sync_version, "offset", shard, person_id, event_uuid, kind, event_type, outcome,
       reason, attempts, event_time, received_at, settled_at)
     SELECT day, sync_id, sync_version, "offset", shard, person_id, event_uuid, kind, event_type, outcome, reason,
       attempts, event_time, received_at, settled_at
     FROM deliveries WHERE sync_id = $1 AND outcome = 'delivered' ORDER BY id LIMIT 1`,
    [syncId],
  );
  expect(await check()).toMatchObject({ doubled: 1, sumsOff: 0 });
  await pool.query("DELETE FROM deliveries WHERE id = (SELECT max(id) FROM deliveries)");
  expect(await check()).toMatchObject({ doubled: 0, wrongSince: null });
});

test("do not hold when a counter is off", async () => {
  const add = (n: number) =>
    pool.query(
      "UPDATE sync_minutes SET count = count + $2 WHERE sync_id = $1 AND outcome = 'delivered'",
      [syncId, n],
    );
  await add(1);
  expect(await check()).toMatchObject({ missing: 0, sumsOff: -1 });
  await add(-1);
  expect(await check()).toMatchObject({ sumsOff: 0, wrongSince: null });
});
