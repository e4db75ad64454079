import { describe, expect, test } from "vitest";
import type { SyncId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import { readBooks } from "@/tests/support/books";
import { deliveryWorld } from "@/tests/support/delivery-world";
import { makeIncoming } from "@/tests/support/make-event";
import { makeSync, type SyncPart } from "@/tests/support/make-sync";
import { until } from "@/tests/support/until";

const world = deliveryWorld();

let sequence = 0;
const makeEvents = (count: number, people: number) =>
  Array.from({ length: count }, (_, n) =>
    makeIncoming({
      userId: `user-${n % people}`,
      insertId: `insert-${++sequence}`,
      receivedMs: Date.now(),
      timeMs: Date.now(),
      payload: { event_properties: { seq: sequence } },
    }),
  );

const settledAll = (sync: SyncId, count: number) =>
  until(`${count} events read`, async () => {
    for (const { worker } of world.workers) worker.wakeAll();
    const books = await readBooks(world.pool, sync);
    return books.read === count && books;
  });

/** Delivers everything in the log through one sync and returns its books. */
async function deliverAll(count: number, part: SyncPart = {}) {
  const sync = await makeSync(world.pool, world.project, part);
  world.startWorker();
  return { sync, books: await settledAll(sync, count) };
}

describe("everything that was accepted arrives", () => {
  test("in batches, once each, in order per person, and the books agree", async () => {
    await world.log.append(world.project, makeEvents(3_000, 100));
    const { books } = await deliverAll(3_000);
    expect(books).toMatchObject({ read: 3_000, delivered: 3_000, rows: { delivered: 3_000 } });
    const { stats, events } = world.sandbox.workspace();
    expect(events.count).toBe(3_000);
    expect(stats.orderAttributeViolations).toBe(0);
    expect(stats.duplicateIds).toBe(0);
  });

  test("filters and the identifier see the user properties of then", async () => {
    const set = (properties: JsonObject) => ({ operators: {}, plain: properties });
    const happened = [
      { plan: "free", email: "ann@example.com" },
      null,
      { plan: "pro" },
      null,
      { plan: "free" },
    ];
    await world.log.append(
      world.project,
      makeEvents(happened.length, 1).map((event, n) => {
        const properties = happened[n] ?? null;
        return { ...event, operations: properties === null ? null : set(properties) };
      }),
    );
    const where = [{ property: "gp:plan", op: "is" as const, values: ["pro"] }];
    const settings = { identifier: "gp:email", eventRows: [{ event: "_all", where }] };
    const { sync } = await deliverAll(happened.length, { settings });
    const { rows } = await world.pool.query(
      'SELECT "offset", identifier, outcome FROM deliveries WHERE sync_id = $1 ORDER BY "offset"',
      [sync],
    );
    const delivered = { identifier: "ann@example.com", outcome: "delivered" };
    expect(rows).toEqual([
      { offset: 3, ...delivered },
      { offset: 4, ...delivered },
    ]);
  });

  test("one request per event, each person's one after the other", async () => {
    await world.log.append(world.project, makeEvents(60, 6));
    await deliverAll(60, { config: { delivery_mode: "single" } });
    const { stats, events, inFlight } = world.sandbox.workspace();
    expect(events.count).toBe(60);
    expect(stats.orderAttributeViolations).toBe(0);
    expect(inFlight.read().max_per_person).toBe(1);
  });

  test("by three workers that share the shards", async () => {
    await world.log.append(world.project, makeEvents(1_000, 200));
    const sync = await makeSync(world.pool, world.project);
    world.startWorker();
    world.startWorker();
    world.startWorker();
    for (let round = 0; round < 5; round++)
      await world.log.append(world.project, makeEvents(200, 200));
    const books = await settledAll(sync, 2_000);
    expect(books.delivered).toBe(2_000);
    expect(world.sandbox.workspace().events.count).toBe(2_000);
    expect(world.sandbox.workspace().stats.orderAttributeViolations).toBe(0);
  });

  test("to each of two syncs by its own settings", async () => {
    await world.log.append(world.project, [
      ...makeEvents(10, 5),
      makeIncoming({ eventType: "Purchase", userId: "user-1" }),
    ]);
    const all = await makeSync(world.pool, world.project);
    const purchases = await makeSync(world.pool, world.project, {
      settings: { eventRows: [{ event: "Purchase", where: [] }] },
    });
    world.startWorker();
    expect(await settledAll(all, 11)).toMatchObject({ delivered: 11, filtered: 0 });
    expect(await settledAll(purchases, 11)).toMatchObject({ delivered: 1, filtered: 10 });
  });
});

describe("what can never be sent is on record", () => {
  test("with its reason, while the stream goes on", async () => {
    await world.log.append(world.project, [
      makeIncoming({ userId: null, deviceId: "a-device" }),
      makeIncoming({ userId: "x".repeat(151) }),
      makeIncoming({ eventType: "y".repeat(101) }),
      makeIncoming(),
    ]);
    const { sync, books } = await deliverAll(4);
    expect(books).toMatchObject({ delivered: 1, discarded: 3 });
    const { rows } = await world.pool.query(
      'SELECT outcome, reason, attempts FROM deliveries WHERE sync_id = $1 ORDER BY "offset"',
      [sync],
    );
    expect(rows).toEqual([
      { outcome: "discarded", reason: "missing_identifier", attempts: 0 },
      { outcome: "discarded", reason: "identifier_too_long", attempts: 0 },
      { outcome: "discarded", reason: "event_name_too_long", attempts: 0 },
      { outcome: "delivered", reason: "", attempts: 1 },
    ]);
  });

  test("an item that a 207 lists is discarded with Customer.io's words, the others are delivered", async () => {
    world.sandbox
      .workspace()
      .faults.add({ match: { times: 1 }, effect: { only_batch_index: [1] } });
    await world.log.append(world.project, makeEvents(3, 3));
    const { sync, books } = await deliverAll(3);
    expect(books).toMatchObject({ delivered: 2, discarded: 1 });
    const { rows } = await world.pool.query<{ detail: string; request_id: string }>(
      "SELECT detail, request_id FROM deliveries WHERE sync_id = $1 AND reason = 'refused'",
      [sync],
    );
    expect(JSON.parse(rows[0]?.detail ?? "{}").message).toBeTruthy();
    const requests = await world.pool.query("SELECT id FROM delivery_requests WHERE id = $1", [
      rows[0]?.request_id,
    ]);
    expect(requests.rowCount).toBe(1);
  });
});

describe("trouble at the far end loses nothing and doubles nothing", () => {
  test.each([
    ["503 for a while", { status: 503 }],
    [
      "an HTML 502",
      { status: 502, body: "<html>Bad gateway", headers: { "content-type": "text/html" } },
    ],
    ["429", { status: 429 }],
    ["a connection that is cut before the request is applied", { drop: "before" as const }],
    ["a connection that is cut after the request was applied", { drop: "after_apply" as const }],
  ])("%s", async (_, effect) => {
    world.sandbox.workspace().faults.add({ match: { times: 1 }, effect });
    await world.log.append(world.project, makeEvents(500, 50));
    const { sync, books } = await deliverAll(500);
    expect(books).toMatchObject({ delivered: 500, discarded: 0 });
    expect(world.sandbox.workspace().events.count).toBe(500);
    expect(world.sandbox.workspace().stats.orderAttributeViolations).toBe(0);
    await until("the trouble is over", async () => {
      const { rowCount } = await world.pool.query("SELECT 1 FROM breakers WHERE sync_id = $1", [
        sync,
      ]);
      return rowCount === 0;
    });
  });

  test("a key that is revoked in the stream: the sync waits, says why, and resumes when it is mended", async () => {
    world.sandbox.workspace().configure({ api_key: "a-new-key" });
    await world.log.append(world.project, makeEvents(100, 10));
    const sync = await makeSync(world.pool, world.project);
    world.startWorker();
    const trouble = await until("the trouble is written down", async () => {
      const { rows } = await world.pool.query("SELECT reason FROM breakers WHERE sync_id = $1", [
        sync,
      ]);
      return rows[0];
    });
    expect(trouble).toEqual({ reason: "credentials_refused" });
    expect((await readBooks(world.pool, sync)).read).toBe(0);
    world.sandbox.workspace().configure({ api_key: "sandbox-key" });
    await world.pool.query("UPDATE syncs SET version = version + 1 WHERE id = $1", [sync]);
    expect(await settledAll(sync, 100)).toMatchObject({ delivered: 100, discarded: 0 });
    expect(world.sandbox.workspace().events.count).toBe(100);
  });
});

describe("leases", () => {
  test("a worker whose shard was claimed by another cannot settle", async () => {
    world.sandbox.workspace().faults.add({ match: { times: 1 }, effect: { delay_ms: 300 } });
    await world.log.append(world.project, makeEvents(100, 10));
    const sync = await makeSync(world.pool, world.project);
    world.startWorker();
    await until("a request is in flight", () => world.sandbox.workspace().inFlight.read().now > 0);
    await world.pool.query(
      "UPDATE cursors SET lease_owner = 'somebody else', lease_token = lease_token + 1, lease_until = now() + interval '1 hour' WHERE sync_id = $1",
      [sync],
    );
    await until("the request was answered", () => world.sandbox.workspace().events.count === 100);
    await Promise.all(world.workers.map((worker) => worker.stop()));
    expect(await readBooks(world.pool, sync)).toMatchObject({ read: 0, delivered: 0, rows: {} });
  });

  test("what a stopped worker held is free at once", async () => {
    const sync = await makeSync(world.pool, world.project);
    const worker = world.startWorker();
    await until("all shards are held", async () => (await heldShards(sync)) === 16);
    await worker.stop();
    expect(await heldShards(sync)).toBe(0);
  });

  test("shards are shared when a second worker joins, without a gap in the stream", async () => {
    const sync = await makeSync(world.pool, world.project);
    world.startWorker();
    await until("all shards are held", async () => (await heldShards(sync)) === 16);
    world.startWorker();
    await until("each holds its half", async () => {
      const { rows } = await world.pool.query<{ n: number }>(
        "SELECT count(*) AS n FROM cursors WHERE sync_id = $1 AND lease_owner IS NOT NULL GROUP BY lease_owner",
        [sync],
      );
      return rows.length === 2 && rows.every(({ n }) => n === 8);
    });
    await world.log.append(world.project, makeEvents(500, 100));
    expect(await settledAll(sync, 500)).toMatchObject({ delivered: 500 });
  });

  async function heldShards(sync: SyncId): Promise<number> {
    const { rowCount } = await world.pool.query(
      "SELECT 1 FROM cursors WHERE sync_id = $1 AND lease_owner IS NOT NULL",
      [sync],
    );
    return rowCount ?? 0;
  }
});
