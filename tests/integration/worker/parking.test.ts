import { describe, expect, test } from "vitest";
import type { SyncId } from "@/lib/kernel/brand";
import { readBooks } from "@/tests/support/books";
import { deliveryWorld } from "@/tests/support/delivery-world";
import { makeIncoming } from "@/tests/support/make-event";
import { makeSync, type SyncPart } from "@/tests/support/make-sync";
import { until } from "@/tests/support/until";

const world = deliveryWorld();

let sequence = 0;
const eventOf = (userId: string) =>
  makeIncoming({
    userId,
    insertId: `insert-${++sequence}`,
    receivedMs: Date.now(),
    timeMs: Date.now(),
    payload: { event_properties: { seq: sequence } },
  });

const startSync = async (part: SyncPart = {}) => {
  const sync = await makeSync(world.pool, world.project, part);
  world.startWorker();
  return sync;
};

const parkedOf = async (sync: SyncId) => {
  const { rows } = await world.pool.query<{ tries: number; reason: string; due: boolean }>(
    `SELECT tries, reason, retry_at IS NOT NULL AS due FROM parked WHERE sync_id = $1 ORDER BY "offset"`,
    [sync],
  );
  return rows;
};

const booksWhen = (
  what: string,
  sync: SyncId,
  is: (books: Awaited<ReturnType<typeof readBooks>>) => boolean,
) =>
  until(what, async () => {
    for (const { worker } of world.workers) worker.wakeAll();
    const books = await readBooks(world.pool, sync);
    expect(books.read).toBe(
      books.filtered + books.delivered + books.discarded + books.expired + books.parked,
    );
    return is(books) && books;
  });

const arrivedOf = (person: string) => {
  const { events, people } = world.sandbox.workspace();
  const found = people.find({ kind: "id", value: person });
  return found === undefined ? 0 : events.timeline(found.lastEvent).length;
};

const poison = (person: string) =>
  world.sandbox.workspace().faults.add({ match: { person }, effect: { status: 500 } });

describe("one person's trouble", () => {
  test("parks that person's events, in order, and lets everybody else's through", async () => {
    poison("user-bad");
    await world.log.append(world.project, [
      eventOf("user-1"),
      eventOf("user-bad"),
      eventOf("user-2"),
      eventOf("user-bad"),
      eventOf("user-3"),
    ]);
    const sync = await startSync();
    await booksWhen(
      "the others are delivered",
      sync,
      ({ delivered, parked }) => delivered === 3 && parked === 2,
    );
    expect((await parkedOf(sync)).map(({ due }) => due)).toEqual([true, false]);
    expect(arrivedOf("user-bad")).toBe(0);
  });

  test("is over: what was parked arrives in order, and so does what came meanwhile", async () => {
    poison("user-bad");
    await world.log.append(world.project, [
      eventOf("user-bad"),
      eventOf("user-bad"),
      eventOf("user-1"),
    ]);
    const sync = await startSync();
    await booksWhen("two are parked", sync, ({ parked }) => parked === 2);
    await world.log.append(world.project, [eventOf("user-bad"), eventOf("user-1")]);
    await booksWhen("the third waits behind", sync, ({ parked }) => parked === 3);
    world.sandbox.workspace().faults.clear();
    const books = await booksWhen("all are delivered", sync, ({ delivered }) => delivered === 5);
    expect(books.parked).toBe(0);
    expect(arrivedOf("user-bad")).toBe(3);
    expect(world.sandbox.workspace().stats.orderAttributeViolations).toBe(0);
  });

  test("that stays is given up after ten attempts: expired, on record, and the next event has its turn", async () => {
    await world.log.append(world.project, [
      eventOf("user-bad"),
      eventOf("user-bad"),
      eventOf("user-1"),
    ]);
    world.sandbox
      .workspace()
      .faults.add({ match: { person: "user-bad", times: 5 }, effect: { status: 500 } });
    const sync = await startSync();
    await booksWhen("two are parked", sync, ({ parked }) => parked === 2);
    await world.pool.query(
      "UPDATE parked SET tries = 9 WHERE sync_id = $1 AND retry_at IS NOT NULL",
      [sync],
    );
    const books = await booksWhen("all are settled", sync, ({ parked }) => parked === 0);
    expect(books).toMatchObject({ expired: 1, delivered: 2, rows: { expired: 1, delivered: 2 } });
    expect(arrivedOf("user-bad")).toBe(1);
  });

  test("does not open the breaker while others are accepted", async () => {
    poison("user-bad");
    const sync = await startSync();
    for (let round = 0; round < 5; round++) {
      await world.log.append(world.project, [
        eventOf("user-bad"),
        eventOf("user-1"),
        eventOf("user-2"),
      ]);
    }
    await booksWhen("the others are delivered", sync, ({ delivered }) => delivered === 10);
    await until("the breaker is closed", async () => (await breakerOf(sync)) === null);
  });

  test("one request per event: the same", async () => {
    world.sandbox.workspace().faults.add({
      match: { path: "/api/v1/customers/user-bad/events" },
      effect: { status: 500 },
    });
    await world.log.append(world.project, [
      eventOf("user-bad"),
      eventOf("user-1"),
      eventOf("user-bad"),
      eventOf("user-2"),
    ]);
    const sync = await startSync({ config: { delivery_mode: "single" } });
    await booksWhen(
      "the others are delivered",
      sync,
      ({ delivered, parked }) => delivered === 2 && parked === 2,
    );
    world.sandbox.workspace().faults.clear();
    await booksWhen("all are delivered", sync, ({ delivered }) => delivered === 4);
    expect(world.sandbox.workspace().stats.orderAttributeViolations).toBe(0);
  });
});

const breakerOf = async (sync: SyncId) => {
  const { rows } = await world.pool.query<{ reason: string }>(
    "SELECT reason FROM breakers WHERE sync_id = $1",
    [sync],
  );
  return rows[0]?.reason ?? null;
};

describe("a destination that is unwell", () => {
  test.each([
    ["down", { status: 503 }, "server_error"],
    ["throttling", { status: 429 }, "throttled"],
    ["cutting every connection", { drop: "before" as const }, "unreachable"],
  ])(
    "%s: the breaker opens, nothing is read, no attempt is used; then all arrives",
    async (_, effect, reason) => {
      world.sandbox.workspace().faults.add({ effect });
      await world.log.append(
        world.project,
        Array.from({ length: 100 }, (_, n) => eventOf(`user-${n % 10}`)),
      );
      const sync = await startSync();
      await until("the breaker is open", async () => (await breakerOf(sync)) === reason);
      expect(await readBooks(world.pool, sync)).toMatchObject({ read: 0, parked: 0 });
      world.sandbox.workspace().faults.clear();
      await booksWhen("all are delivered", sync, ({ delivered }) => delivered === 100);
      await until("the breaker is closed", async () => (await breakerOf(sync)) === null);
      expect(world.sandbox.workspace().events.count).toBe(100);
      expect(world.sandbox.workspace().stats.orderAttributeViolations).toBe(0);
    },
  );

  test("in the other region: the breaker says so", async () => {
    world.sandbox.workspace().configure({ region: "eu" });
    await world.log.append(world.project, [eventOf("user-1")]);
    const sync = await startSync();
    await until("the breaker is open", async () => (await breakerOf(sync)) === "wrong_region");
    await world.pool.query(
      `UPDATE syncs SET config = config || '{"region":"eu"}', version = version + 1 WHERE id = $1`,
      [sync],
    );
    await booksWhen("it is delivered", sync, ({ delivered }) => delivered === 1);
    world.sandbox.workspace().configure({ region: "us" });
  });

  test("for events only, while probes succeed: a trial keeps it from being flooded, and it recovers", async () => {
    world.sandbox
      .workspace()
      .faults.add({ match: { path: "/api/v2/batch" }, effect: { status: 503 } });
    await world.log.append(
      world.project,
      Array.from({ length: 200 }, (_, n) => eventOf(`user-${n % 40}`)),
    );
    const sync = await startSync();
    await until("the breaker is open", async () => (await breakerOf(sync)) === "server_error");
    expect((await readBooks(world.pool, sync)).read).toBe(0);
    world.sandbox.workspace().faults.clear();
    await booksWhen("all are delivered", sync, ({ delivered }) => delivered === 200);
    expect(world.sandbox.workspace().events.count).toBe(200);
  });

  test("a second worker stands still for the first one's breaker", async () => {
    const sync = await startSync();
    world.startWorker();
    await until("both hold shards", async () => {
      const { rowCount } = await world.pool.query(
        "SELECT DISTINCT lease_owner FROM cursors WHERE sync_id = $1 AND lease_owner IS NOT NULL",
        [sync],
      );
      return rowCount === 2;
    });
    world.sandbox.workspace().configure({ api_key: "another" });
    await world.log.append(
      world.project,
      Array.from({ length: 50 }, (_, n) => eventOf(`user-${n}`)),
    );
    await until(
      "the breaker is open",
      async () => (await breakerOf(sync)) === "credentials_refused",
    );
    world.sandbox.workspace().configure({ api_key: "sandbox-key" });
    await booksWhen("all are delivered", sync, ({ delivered }) => delivered === 50);
  });
});

test("a workspace that throttles is called at half the rate, by all its syncs", async () => {
  world.sandbox.workspace().faults.add({ match: { times: 1 }, effect: { status: 429 } });
  await world.log.append(world.project, [eventOf("user-1")]);
  const sync = await startSync();
  await booksWhen("it is delivered", sync, ({ delivered }) => delivered === 1);
  const { rows } = await world.pool.query("SELECT workspace, rate FROM rate_budgets");
  expect(rows).toContainEqual({ workspace: "customerio us sandbox-site", rate: 50 });
});
