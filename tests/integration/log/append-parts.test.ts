import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { APPEND_LIMITS } from "@/lib/engine/store/event-log/append-limits";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import type { ProjectId } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";
import { saysCommitted, startDatabaseProxy, type TcpProxy } from "@/tests/support/tcp-proxy";

// A request that is written in several transactions: it is answered once, others have their turn in between, and what
// was committed before trouble came is there once, whoever sends it again.

let database: TestDatabase;
let proxy: TcpProxy;
let direct: Pool;
let pool: Pool;
let project: ProjectId;

beforeAll(async () => {
  database = await createTestDatabase();
  direct = createPool(database.url, 10, "test");
});
afterAll(async () => {
  await direct.end();
  await database.close();
});
beforeEach(async () => {
  project = await makeProject(direct);
  proxy = await startDatabaseProxy(database.url);
  pool = createPool(proxy.through(database.url), 4, "test-proxied", { waitMsMax: 1_000 });
});
afterEach(async () => {
  await pool.end();
  await proxy.close();
});

/** Two events of `text` in a transaction. */
const LIMITS = {
  ...APPEND_LIMITS,
  groupBytesMax: 200,
  transactionMsMax: 1_000,
  requestMsMax: 2_000,
};
const text = "x".repeat(100);

/** Events of one person, each with a name of its own. */
const events = (prefix: string, count: number, insertIds = true) =>
  Array.from({ length: count }, (_, n) =>
    makeIncoming({
      userId: prefix,
      eventType: `${prefix}-${n}`,
      insertId: insertIds ? `${prefix}-${n}` : null,
      payload: { text },
    }),
  );
const load = (bytes: number) => ({ bytes, isAwaited: () => true });

/** The names of the events in the log, those of one transaction together. */
async function transactions(): Promise<readonly string[]> {
  const { rows } = await direct.query<{ readonly names: string }>(
    `SELECT string_agg(event_type, ' ' ORDER BY "offset") AS names FROM events WHERE project_id = $1
     GROUP BY xmin::text ORDER BY min("offset")`,
    [project],
  );
  return rows.map(({ names }) => names);
}

describe("a request of many bytes", () => {
  test("is written in several transactions, in its order, and answered after the last", async () => {
    const log = createPostgresEventLog(pool, LIMITS);
    const [, repeated] = events("ann", 2);
    await log.append(project, repeated === undefined ? [] : [repeated]);
    const receipt = await log.append(project, events("ann", 6), load(1_000));
    expect(receipt).toEqual({ stored: 5, duplicates: 1 });
    expect(await transactions()).toEqual(["ann-1", "ann-0", "ann-2 ann-3", "ann-4 ann-5"]);
  });

  test("lets others have their turn between any two, and another as large wait", async () => {
    const log = createPostgresEventLog(pool, LIMITS);
    await Promise.all([
      log.append(project, events("ann", 6), load(1_000)),
      log.append(project, events("zoe", 4), load(1_000)),
      log.append(project, events("bob", 1), load(150)),
      log.append(project, events("cid", 1), load(150)),
      log.append(project, events("dan", 1), load(150)),
    ]);
    expect(await transactions()).toEqual([
      "ann-0 ann-1",
      "bob-0",
      "ann-2 ann-3",
      "cid-0",
      "ann-4 ann-5",
      "dan-0",
      "zoe-0 zoe-1",
      "zoe-2 zoe-3",
    ]);
  });

  test("brings its names once: they are not taken for seen in two uploads", async () => {
    const log = createPostgresEventLog(pool, LIMITS);
    const renamed = events("ann", 6).map((event) => ({ ...event, eventType: "Same" }));
    const seenAgain = async () => {
      const { rows } = await direct.query(
        "SELECT name, seen_again FROM event_types WHERE project_id = $1",
        [project],
      );
      return rows;
    };
    await log.append(project, renamed, load(1_000));
    expect(await transactions()).toHaveLength(3);
    expect(await seenAgain()).toEqual([{ name: "Same", seen_again: false }]);
    await log.append(project, [makeIncoming({ eventType: "Same" })]);
    expect(await seenAgain()).toEqual([{ name: "Same", seen_again: true }]);
  });
});

test("a request of few bytes that changes large people is written in several transactions", async () => {
  const log = createPostgresEventLog(pool, { ...APPEND_LIMITS, writingMsMax: 0 });
  const properties = Object.fromEntries(
    Array.from({ length: 100 }, (_, n) => [`p${n}`, "x".repeat(1_000)]),
  );
  const set = (plain: typeof properties) =>
    Array.from({ length: 30 }, (_, n) =>
      makeIncoming({ userId: `user-${n}`, operations: { operators: {}, plain } }),
    );
  for (const one of set(properties)) await log.append(project, [one]);
  await direct.query("UPDATE people SET state_day = '2020-01-01' WHERE project_id = $1", [project]);
  const before = (await transactions()).length;
  const later = createPostgresEventLog(pool, { ...APPEND_LIMITS, writingMsMax: 0 });
  expect(await later.append(project, set({ more: "1" }))).toEqual({ stored: 30, duplicates: 0 });
  expect((await transactions()).length - before).toBeGreaterThan(1);
});

describe("trouble after the first part", () => {
  test("a commit whose answer is lost is found, and the rest is stored after it", async () => {
    const log = createPostgresEventLog(pool, LIMITS);
    await log.append(project, events("first", 1));
    let commits = 0;
    const cut = proxy.cutAfter((chunk) => saysCommitted(chunk) && ++commits === 2);
    const append = log.append(project, events("ann", 6, false), load(1_000));
    await cut;
    expect(await append).toEqual({ stored: 6, duplicates: 0 });
    expect(await transactions()).toEqual(["first-0", "ann-0 ann-1", "ann-2 ann-3", "ann-4 ann-5"]);
  });

  test("is not said to be nothing; what is sent again is stored once, in order", async () => {
    const log = createPostgresEventLog(pool, LIMITS);
    await log.append(project, events("first", 1));
    let commits = 0;
    const cut = proxy.cutAfter((chunk) => saysCommitted(chunk) && ++commits === 2);
    const append = log.append(project, events("ann", 6), load(1_000)).catch((error) => error);
    await cut.then(() => proxy.refuse());
    expect(await append).toMatchObject({
      code: "partly_stored",
      message: expect.stringContaining("The first 2 of 6 events are stored."),
    });
    proxy.pass();
    const again = createPostgresEventLog(pool, LIMITS);
    expect(await again.append(project, events("ann", 6), load(1_000))).toEqual({
      stored: 2,
      duplicates: 4,
    });
    expect(await transactions()).toEqual(["first-0", "ann-0 ann-1", "ann-2 ann-3", "ann-4 ann-5"]);
  });

  test("an event that can never be stored is refused with what is there", async () => {
    const log = createPostgresEventLog(pool, LIMITS);
    const bad = makeIncoming({ userId: "nul\u0000", payload: { text } });
    const append = log.append(project, [...events("ann", 4), bad], load(1_000));
    await expect(append).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("The first 4 of 5 events are stored."),
    });
    expect(await transactions()).toEqual(["ann-0 ann-1", "ann-2 ann-3"]);
  });
});
