import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import type { Event } from "@/lib/engine/pipeline/source/event";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import type { Offset, ProjectId, Shard } from "@/lib/kernel/brand";
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

const ALL_SHARDS = Array.from({ length: SHARDS }, (_, shard) => shard as Shard);

const from = (position: number) =>
  ALL_SHARDS.map((shard) => ({ shard, position: position as Offset }));

const readAll = (project: ProjectId) => log.read(project, from(0), 100_000);

/** What the log says the events' people were like, in these properties. */
async function peopleOf(events: readonly Event[], ...names: string[]) {
  await log.loadUserProperties(events, names);
  return events.map((event) => {
    const known = names.map((name) => [name, event.userProperty(name)] as const);
    return Object.fromEntries(known.filter(([, value]) => value !== undefined));
  });
}

const set = (properties: Record<string, string | number>) => ({
  operators: { $set: properties },
  plain: {},
});

describe("what was appended is read back", () => {
  test("an event comes back as it was accepted, with its place in the log", async () => {
    const project = await makeProject(pool);
    const incoming = makeIncoming({
      userId: "ann@example.com",
      deviceId: "device-1",
      insertId: "i-1",
      timeMs: 1_700_000_000_123,
      receivedMs: 1_700_000_000_456,
      payload: {
        event_properties: { title: "Tab\there, line\nthere, back\\slash, \u0000, ž, 🎵" },
      },
    });
    expect(await log.append(project, [incoming])).toEqual({ stored: 1, duplicates: 0 });
    const [event] = await readAll(project);
    expect(event).toMatchObject({
      offset: 1,
      kind: "event",
      source: "http_v2",
      eventType: "Song Played",
      userId: "ann@example.com",
      deviceId: "device-1",
      insertId: "i-1",
      timeMs: 1_700_000_000_123,
      receivedMs: 1_700_000_000_456,
      userChanges: null,
    });
    expect(event?.payload).toEqual(incoming.payload);
  });

  test("a reader gets at most its limit of each shard, in offset order, after its positions", async () => {
    const project = await makeProject(pool);
    const events = Array.from({ length: 50 }, (_, n) => makeIncoming({ userId: `user-${n}` }));
    await log.append(project, events);
    const page = await log.read(project, from(0), 1);
    const shards = page.map(({ shard }) => shard);
    expect(new Set(shards).size).toBe(shards.length);
    const offsets = page.map(({ offset }) => offset);
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    expect((await log.read(project, from(30), 100)).map(({ offset }) => offset)).toEqual(
      Array.from({ length: 20 }, (_, n) => 31 + n),
    );
  });

  test("a page holds fewer events where they are large, and never none", async () => {
    const project = await makeProject(pool);
    const large = makeIncoming({
      userId: "same-user",
      payload: { text: "x".repeat(20 * 1_048_576) },
    });
    for (let n = 0; n < 3; n++) await log.append(project, [large]);
    const [{ shard } = { shard: 0 as Shard }] = await log.read(project, from(0), 1);
    const read = (position: number) =>
      log.read(project, [{ shard, position: position as Offset }], 100);
    expect((await read(0)).map(({ offset }) => offset)).toEqual([1, 2]);
    expect((await read(2)).map(({ offset }) => offset)).toEqual([3]);
    expect((await log.read(project, from(0), 100)).map(({ offset }) => offset)).toEqual([1]);
  });

  test("appending to a project that does not exist says so", async () => {
    await expect(log.append(999_999 as ProjectId, [makeIncoming()])).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("offsets are dense and in commit order", () => {
  test("no reader ever skips or repeats, with many writers in two processes' logs", async () => {
    const project = await makeProject(pool);
    const secondPool = createPool(database.url, 10, "test-second");
    const logs = [log, createPostgresEventLog(secondPool)];
    const writing = { done: false };
    const readers = Array.from({ length: 3 }, () => readUntil(project, writing));
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; n < 60; n++) {
        const size = 1 + ((writer + n) % 5);
        const events = Array.from({ length: size }, (_, k) =>
          makeIncoming({ userId: `user-${writer}-${k}`, payload: { seq: n * 10 + k, writer } }),
        );
        await logs[(writer + n) % 2]?.append(project, events);
      }
    });
    await Promise.all(writers);
    writing.done = true;
    const head = await log.head(project);
    for (const read of await Promise.all(readers)) {
      expect([...read].sort((a, b) => a - b)).toEqual(
        Array.from({ length: head }, (_, n) => n + 1),
      );
    }
    await secondPool.end();
  });

  /** Follows all shards by their own positions until the writers are done and nothing is left. */
  async function readUntil(project: ProjectId, writing: { readonly done: boolean }) {
    const positions = new Map(ALL_SHARDS.map((shard) => [shard, 0 as Offset]));
    const seen: number[] = [];
    for (;;) {
      const wasDone = writing.done;
      const shards = ALL_SHARDS.map((shard) => ({
        shard,
        position: positions.get(shard) ?? (0 as Offset),
      }));
      const page = await log.read(project, shards, 7);
      for (const { shard, offset } of page) {
        expect(offset).toBeGreaterThan(positions.get(shard) ?? 0);
        positions.set(shard, offset);
        seen.push(offset);
      }
      if (page.length === 0 && wasDone) return seen;
    }
  }

  test("one person's events are in one shard and in the order of acceptance", async () => {
    const project = await makeProject(pool);
    for (let n = 0; n < 20; n++) {
      await log.append(project, [makeIncoming({ userId: "same-user", payload: { n } })]);
    }
    const events = await readAll(project);
    expect(new Set(events.map(({ shard }) => shard)).size).toBe(1);
    expect(events.map(({ payload }) => payload["n"])).toEqual(
      Array.from({ length: 20 }, (_, n) => n),
    );
  });
});

describe("an event whose insert_id was seen within seven days is ignored", () => {
  test("in the same request, in a later one, and by another process", async () => {
    const project = await makeProject(pool);
    const event = makeIncoming({ deviceId: "d-1", insertId: "same" });
    expect(await log.append(project, [event, event])).toEqual({ stored: 1, duplicates: 1 });
    const other = createPostgresEventLog(pool);
    expect(await other.append(project, [event])).toEqual({ stored: 0, duplicates: 1 });
    expect(await readAll(project)).toHaveLength(1);
  });

  test("but not when the device differs, nor after seven days", async () => {
    const project = await makeProject(pool);
    const event = makeIncoming({ deviceId: "d-1", insertId: "same", receivedMs: Date.now() });
    await log.append(project, [event]);
    expect(await log.append(project, [{ ...event, deviceId: "d-2" }])).toMatchObject({ stored: 1 });
    await pool.query(
      "UPDATE insert_ids SET received_at = received_at - interval '7 days 1 second', week = week - 7 WHERE project_id = $1",
      [project],
    );
    expect(await log.append(project, [event])).toEqual({ stored: 1, duplicates: 0 });
  });
});

describe("who did it", () => {
  test("an anonymous event of a known device belongs to the device's last known user", async () => {
    const project = await makeProject(pool);
    await log.append(project, [
      makeIncoming({ userId: "ann", deviceId: "phone" }),
      makeIncoming({ userId: null, deviceId: "phone" }),
    ]);
    const [known, anonymous] = await readAll(project);
    expect(anonymous?.userId).toBe("ann");
    expect(anonymous?.personId).toBe(known?.personId);
  });

  test("an anonymous person keeps its identity when a new user signs in on the device", async () => {
    const project = await makeProject(pool);
    await log.append(project, [makeIncoming({ userId: null, deviceId: "phone" })]);
    await log.append(project, [makeIncoming({ userId: "bob", deviceId: "phone" })]);
    const [before, after] = await readAll(project);
    expect(before?.userId).toBeNull();
    expect(after?.personId).toBe(before?.personId);
  });

  test("a user who is known already keeps their own identity on another's device", async () => {
    const project = await makeProject(pool);
    await log.append(project, [
      makeIncoming({ userId: "ann", deviceId: "laptop" }),
      makeIncoming({ userId: null, deviceId: "phone" }),
      makeIncoming({ userId: "ann", deviceId: "phone" }),
      makeIncoming({ userId: null, deviceId: "phone" }),
    ]);
    const [ann, stranger, onPhone, later] = await readAll(project);
    expect(stranger?.personId).not.toBe(ann?.personId);
    expect(onPhone?.personId).toBe(ann?.personId);
    expect(later?.personId).toBe(ann?.personId);
  });
});

describe("user properties are those the person had when the event was ingested", () => {
  test("an update is resolved, stored with the event, and seen by later events only", async () => {
    const project = await makeProject(pool);
    await log.append(project, [
      makeIncoming({ operations: set({ plan: "free" }) }),
      makeIncoming({ operations: { operators: { $add: { visits: 2 } }, plain: {} } }),
      makeIncoming({ operations: { operators: { $add: { visits: 3 } }, plain: {} } }),
      makeIncoming(),
    ]);
    const events = await readAll(project);
    expect(await peopleOf(events, "plan", "visits")).toEqual([
      { plan: "free" },
      { plan: "free", visits: 2 },
      { plan: "free", visits: 5 },
      { plan: "free", visits: 5 },
    ]);
    expect(events.map(({ userChanges }) => userChanges)).toEqual([
      { plan: "free" },
      { visits: 2 },
      { visits: 5 },
      null,
    ]);
  });

  test("two processes that append in turn see each other's updates", async () => {
    const project = await makeProject(pool);
    const other = createPostgresEventLog(pool);
    const add = makeIncoming({ operations: { operators: { $add: { n: 1 } }, plain: {} } });
    for (let round = 0; round < 5; round++) {
      await log.append(project, [add]);
      await other.append(project, [add]);
    }
    expect((await peopleOf(await readAll(project), "n")).at(-1)).toEqual({ n: 10 });
  });

  test("$skip_user_properties_sync uses what was sent and changes nothing", async () => {
    const project = await makeProject(pool);
    await log.append(project, [
      makeIncoming({ operations: set({ plan: "free" }) }),
      makeIncoming({ onlySentUserProperties: { plan: "old" } }),
      makeIncoming(),
    ]);
    const events = await readAll(project);
    expect(await peopleOf(events, "plan")).toEqual([
      { plan: "free" },
      { plan: "old" },
      { plan: "free" },
    ]);
  });
});

describe("when something is wrong", () => {
  test("a request that cannot be stored fails alone; those gathered with it are stored", async () => {
    const project = await makeProject(pool);
    const poison = makeIncoming({ eventType: "nul\u0000byte" });
    const results = await Promise.allSettled([
      log.append(project, [makeIncoming()]),
      log.append(project, [makeIncoming(), poison]),
      log.append(project, [makeIncoming()]),
      log.append(project, [makeIncoming()]),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
    expect(await log.head(project)).toBe(3);
  });

  test("after a failed append nothing of it is remembered", async () => {
    const project = await makeProject(pool);
    const update = makeIncoming({ insertId: "x", operations: set({ plan: "lost" }) });
    await expect(
      log.append(project, [update, makeIncoming({ eventType: "\u0000" })]),
    ).rejects.toMatchObject({ code: "invalid_input" });
    expect(await log.append(project, [update, makeIncoming()])).toEqual({
      stored: 2,
      duplicates: 0,
    });
    expect((await peopleOf(await readAll(project), "plan"))[1]).toEqual({ plan: "lost" });
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
    expect(await readAll(project)).toHaveLength(1);
  });
});

test("the names and properties that were really sent are remembered for the pickers", async () => {
  const project = await makeProject(pool);
  await log.append(project, [
    makeIncoming({ payload: { event_properties: { price: 10, tags: ["a"] } } }),
    makeIncoming({ kind: "identify", eventType: "$identify", operations: set({ plan: "pro" }) }),
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
