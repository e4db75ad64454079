import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readNewestEvents } from "@/lib/admin/events/read-event";
import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import { PERSON_PROPERTIES_MAX } from "@/lib/engine/pipeline/source/person-properties";
import { Appender } from "@/lib/engine/store/event-log/appender";
import { PeopleMemory } from "@/lib/engine/store/event-log/people-memory";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { createParkingLot } from "@/lib/engine/store/parked/parking-lot";
import { dropExpired } from "@/lib/engine/store/retention";
import type { Offset, ProjectId, Shard } from "@/lib/kernel/brand";
import type { Json, JsonObject } from "@/lib/kernel/json";
import { createPool } from "@/lib/platform/postgres/pool";
import { createDatabase, type Database } from "@/lib/platform/postgres/prisma";
import { ageEvents, trustTheClock } from "@/tests/support/age-events";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";

// A person's state is stored once per change and referred to: an event costs the same whoever did it, and what it found
// then stays known.

let database: TestDatabase;
let pool: Pool;
let db: Database;
let log: EventLog;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 8, "test");
  db = createDatabase(database.url, 2);
  log = createPostgresEventLog(pool);
});
afterAll(async () => {
  await db.$disconnect();
  await pool.end();
  await database.close();
});

const FROM_START = Array.from({ length: SHARDS }, (_, shard) => ({
  shard: shard as Shard,
  position: 0 as Offset,
}));

const set = (properties: JsonObject, part: Partial<IncomingEvent> = {}) =>
  makeIncoming({ operations: { operators: { $set: properties }, plain: {} }, ...part });

/** Properties of about `kilobytes`, each with the most a value may have. */
const large = (kilobytes: number, seed = 0): JsonObject =>
  Object.fromEntries(
    Array.from({ length: kilobytes }, (_, n) => [`p${n}`, `${seed}`.padEnd(1_015, "abcdefgh")]),
  );

/** Bytes of text that the project's events and people have in the database. */
async function textBytes(project: ProjectId): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    `SELECT (SELECT coalesce(sum(octet_length(payload) + coalesce(octet_length(user_properties), 0)
                                 + coalesce(octet_length(user_changes), 0)), 0)
             FROM events WHERE project_id = $1)::bigint
          + (SELECT coalesce(sum(octet_length(properties)), 0) FROM person_states WHERE project_id = $1)::bigint AS bytes`,
    [project],
  );
  return rows[0]?.bytes ?? 0;
}

test("200 events of a person with 100 KB of properties cost what those of anybody cost", async () => {
  const project = await makeProject(pool);
  await log.append(project, [set(large(100))]);
  const before = await textBytes(project);
  await log.append(
    project,
    Array.from({ length: 200 }, () => makeIncoming()),
  );
  expect((await textBytes(project)) - before).toBeLessThan(200 * 200);
});

test("300 small changes of a person with 100 KB write no more than the person once more", async () => {
  const project = await makeProject(pool);
  await log.append(project, [set(large(100))]);
  const before = await textBytes(project);
  const { rows: start } = await pool.query<{ lsn: string }>(
    "SELECT pg_current_wal_insert_lsn() AS lsn",
  );
  for (let n = 0; n < 300; n++) await log.append(project, [set({ songs: n })]);
  expect((await textBytes(project)) - before).toBeLessThan(300 * 200);
  const { rows } = await pool.query<{ wal: number }>(
    "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1)::bigint AS wal",
    [start[0]?.lsn],
  );
  // Full pages after a checkpoint of the shared test server may be in it; whole people would be 30 MB.
  expect(rows[0]?.wal).toBeLessThan(15_000_000);
});

test("$append to many full lists in each event resolves to a few of them at most", async () => {
  const project = await makeProject(pool);
  const lists = Object.fromEntries(
    Array.from({ length: 13 }, (_, n) => [`l${n}`, Array(9).fill("x".repeat(1_000))]),
  );
  await log.append(project, [set(lists)]);
  const before = await textBytes(project);
  const append = Object.fromEntries(Object.keys(lists).map((name) => [name, 1]));
  const events = Array.from({ length: 50 }, () =>
    makeIncoming({ operations: { operators: { $append: append }, plain: {} } }),
  );
  await log.append(project, events);
  expect((await textBytes(project)) - before).toBeLessThan(50 * 45_000);
  expect(await limitedEvents(project)).toBe(50);
});

const limitedEvents = async (project: ProjectId) =>
  (
    await pool.query<{ events: number }>(
      "SELECT coalesce(sum(events), 0)::int AS events FROM ingest_minutes WHERE project_id = $1 AND outcome = 'limited'",
      [project],
    )
  ).rows[0]?.events;

test("a person is bounded: what is there stays, what is over is counted, and every event is stored", async () => {
  const project = await makeProject(pool);
  const many = (from: number, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${from + n}`, n]));
  await log.append(project, [set(many(0, PERSON_PROPERTIES_MAX))]);
  await log.append(project, [set({ ...many(2_000, 5), p0: "changed" }), makeIncoming()]);
  const [newest, changing] = await readNewestEvents({ db }, project, 3);
  expect(Object.keys(newest?.userProperties ?? {})).toHaveLength(PERSON_PROPERTIES_MAX);
  expect(newest?.userProperties).toMatchObject({ p0: "changed", p999: 999 });
  expect(changing?.userChanges).toEqual({ p0: "changed" });
  expect(await limitedEvents(project)).toBe(1);
});

/** A seeded sequence of numbers below `below`. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

test.each([1, 2, 3])(
  "what each event found is known for every event, over days, processes and a full memory (seed %i)",
  async (seed) => {
    const project = await makeProject(pool);
    const next = numbers(seed);
    const startWriters = () =>
      [undefined, 3_000].map((bytes) => new Appender(pool, project, new PeopleMemory(bytes)));
    let writers = startWriters();
    const model = new Map<string, Map<string, Json>>();
    const expected: JsonObject[] = [];
    for (let upload = 0; upload < 60; upload++) {
      const events = Array.from({ length: 1 + next(12) }, () => {
        const userId = `user-${next(4)}`;
        const person = model.get(userId) ?? new Map<string, Json>();
        model.set(userId, person);
        const event = makeIncoming({ userId, operations: operationsOn(person, next) });
        expected.push(Object.fromEntries(person));
        return event;
      });
      await writers[next(2)]?.append(events);
      // Midnight comes, and now and then a clock is set back.
      const days = next(10) === 0 ? 1 : next(20) === 0 ? -1 : 0;
      if (days === 0) continue;
      await ageEvents(pool, project, days);
      writers = startWriters();
    }
    const events = await log.read(project, FROM_START, 10_000);
    const names = ["a", "b", "c", "d"];
    await log.loadUserProperties(events, names);
    const asWorker = events.map((event) =>
      Object.fromEntries(
        names
          .map((name) => [name, event.userProperty(name)] as const)
          .filter(([, value]) => value !== undefined),
      ),
    );
    expect(asWorker).toEqual(expected);
    const onScreen = await readNewestEvents({ db }, project, 10_000);
    expect(onScreen.map(({ userProperties }) => userProperties).reverse()).toEqual(expected);
  },
);

function operationsOn(
  person: Map<string, Json>,
  next: (below: number) => number,
): IncomingEvent["operations"] {
  const name = ["a", "b", "c", "d"][next(4)] ?? "a";
  const value = `${next(1_000)}`.padEnd(next(3) === 0 ? 900 : 5, "v");
  switch (next(8)) {
    case 0:
      person.clear();
      return { operators: { $clearAll: {} }, plain: {} };
    case 1:
      person.delete(name);
      return { operators: { $unset: { [name]: "-" } }, plain: {} };
    case 2:
    case 3:
    case 4:
      person.set(name, value);
      return { operators: {}, plain: { [name]: value } };
    default:
      return null;
  }
}

test("a dropped day takes its states along; later days know what they need", async () => {
  const project = await makeProject(pool);
  await log.append(project, [set({ plan: "pro" })]);
  await ageEvents(pool, project, 20);
  await createPostgresEventLog(pool).append(project, [makeIncoming(), set({ city: "Graz" })]);
  await trustTheClock(pool);
  await dropExpired(pool, { logRetentionDays: 7, deliveryRetentionDays: 30 });
  const events = await readNewestEvents({ db }, project, 10);
  expect(events.map(({ userProperties }) => userProperties)).toEqual([
    { plan: "pro", city: "Graz" },
    { plan: "pro" },
  ]);
  const { rows } = await pool.query("SELECT 1 FROM person_states WHERE project_id = $1", [project]);
  expect(rows).toHaveLength(1);
});

test("events of an older version keep what stands in their rows", async () => {
  const project = await makeProject(pool);
  await log.append(project, [makeIncoming(), makeIncoming()]);
  await pool.query(
    `UPDATE events SET user_properties = '{"plan":"old"}' WHERE project_id = $1 AND "offset" = 1`,
    [project],
  );
  await pool.query(`UPDATE people SET properties = '{"plan":"new"}' WHERE project_id = $1`, [
    project,
  ]);
  // Another process, which reads the person as the older version left it.
  await createPostgresEventLog(pool).append(project, [makeIncoming()]);
  const events = await readNewestEvents({ db }, project, 10);
  expect(events.map(({ userProperties }) => userProperties)).toEqual([
    { plan: "new" },
    {},
    { plan: "old" },
  ]);
});

test("a parked event knows what its person was like, however late it is", async () => {
  const project = await makeProject(pool);
  const sync = await makeSync(pool, project);
  await log.append(project, [set({ plan: "free" }), makeIncoming(), set({ plan: "pro" })]);
  await pool.query(
    `INSERT INTO parked (sync_id, shard, "offset", person_id, tries, requests, retry_at, reason, message, parked_at)
     SELECT $1, shard, "offset", person_id, 1, 1, now(), 'timeout', '', now() FROM events
     WHERE project_id = $2 AND "offset" = 2`,
    [sync, project],
  );
  const scope = { projectId: project, syncId: sync, shards: FROM_START.map(({ shard }) => shard) };
  const due = await createParkingLot(pool).due(scope, Date.now() + 60_000);
  const events = due.map(({ event }) => event);
  await log.loadUserProperties(events, ["plan"]);
  expect(events.map((event) => event.userProperty("plan"))).toEqual(["free"]);
});

test("a property that was not asked for is an error, not an absent one", async () => {
  const project = await makeProject(pool);
  await log.append(project, [set({ plan: "pro" })]);
  const [event] = await log.read(project, FROM_START, 1);
  expect(() => event?.userProperty("plan")).toThrow("was not loaded");
  await log.loadUserProperties(
    [event].filter((e) => e !== undefined),
    ["plan"],
  );
  expect(event?.userProperty("plan")).toBe("pro");
  await log.loadUserProperties(
    [event].filter((e) => e !== undefined),
    ["city"],
  );
  expect([event?.userProperty("plan"), event?.userProperty("city")]).toEqual(["pro", undefined]);
});
