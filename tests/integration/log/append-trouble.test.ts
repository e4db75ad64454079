import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import { APPEND_LIMITS } from "@/lib/engine/store/event-log/append-limits";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import type { Offset, ProjectId } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";
import { saysCommitted, startDatabaseProxy, type TcpProxy } from "@/tests/support/tcp-proxy";
import { until } from "@/tests/support/until";

// Appends over a bad connection: what was said to be stored is, what was said not to be is not, nothing is stored
// twice, and nobody waits for ever.

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
  pool = createPool(proxy.through(database.url), 4, "test-proxied", { waitMsMax: 2_000 });
});
afterEach(async () => {
  await pool.end();
  await proxy.close();
});

const LIMITS = { ...APPEND_LIMITS, transactionMsMax: 2_000, requestMsMax: 4_000 };
const logWith = (limits = LIMITS) => createPostgresEventLog(pool, limits);

const stored = async () => {
  const log = createPostgresEventLog(direct);
  const shards = Array.from({ length: SHARDS }, (_, shard) => ({ shard, position: 0 as Offset }));
  return (await log.read(project, shards as never, 10_000)).map(({ userId }) => userId);
};

/** One event by a user of this name. */
const by = (userId: string, payload = {}) => [makeIncoming({ userId, payload })];

/** What a request brings; its client waits unless said otherwise. */
const load = (bytes: number, isAwaited = () => true) => ({ bytes, isAwaited });

const outcome = (append: Promise<unknown>) =>
  append.then(
    () => "stored",
    (error) => error.code ?? String(error),
  );

describe("a commit whose answer is lost", () => {
  test("is found in the log and is a success, stored once", async () => {
    const log = logWith();
    await log.append(project, by("first"));
    const cut = proxy.cutAfter(saysCommitted);
    const append = log.append(project, [...by("ann"), ...by("bob")]);
    await cut;
    expect(await append).toEqual({ stored: 2, duplicates: 0 });
    expect(await log.append(project, by("last"))).toEqual({ stored: 1, duplicates: 0 });
    expect(await stored()).toEqual(["first", "ann", "bob", "last"]);
  });

  test("counts what was a duplicate", async () => {
    const log = logWith();
    const ann = makeIncoming({ userId: "ann", insertId: "i-1" });
    await log.append(project, [ann]);
    const cut = proxy.cutAfter(saysCommitted);
    const append = log.append(project, [ann, makeIncoming({ userId: "bob", insertId: "i-2" })]);
    await cut;
    expect(await append).toEqual({ stored: 1, duplicates: 1 });
  });

  test("that was rolled back is tried again under the same ids, and stored once", async () => {
    const log = logWith();
    await log.append(project, by("first"));
    await direct.query(`
      CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('failures') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL;
      END $$;
      CREATE SEQUENCE failures;
      CREATE CONSTRAINT TRIGGER fail_once AFTER UPDATE ON log_heads DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION fail_once()`);
    try {
      expect(await log.append(project, by("ann"))).toEqual({ stored: 1, duplicates: 0 });
    } finally {
      await direct.query("DROP FUNCTION fail_once CASCADE; DROP SEQUENCE failures");
    }
    expect(await stored()).toEqual(["first", "ann"]);
  });

  test("while nobody can be asked is neither stored nor not, and the error says so", async () => {
    const log = logWith();
    await log.append(project, by("first"));
    const cut = proxy.cutAfter(saysCommitted).then(() => proxy.refuse());
    const append = outcome(log.append(project, by("ann")));
    await cut;
    expect(await append).toBe("outcome_unknown");
    proxy.pass();
    expect(await outcome(log.append(project, by("last")))).toBe("stored");
    expect(await stored()).toEqual(["first", "ann", "last"]);
  });
});

describe("a database that does not answer", () => {
  test("fails the append at its deadline; the next one is stored", async () => {
    const log = logWith();
    await log.append(project, by("first"));
    proxy.silence();
    const appends = ["ann", "bob"].map((name) => outcome(log.append(project, by(name))));
    expect(await Promise.all(appends)).toEqual(["unavailable", "unavailable"]);
    proxy.pass();
    expect(await outcome(log.append(project, by("last")))).toBe("stored");
    expect(await stored()).toEqual(["first", "last"]);
  });

  test("that comes back in time costs nobody anything", async () => {
    const log = logWith();
    await log.append(project, by("first"));
    proxy.cut();
    expect(await outcome(log.append(project, by("ann")))).toBe("stored");
    expect(await stored()).toEqual(["first", "ann"]);
  });

  test("does not let requests gather without bound", async () => {
    const log = logWith({ ...LIMITS, queueBytesMax: 1_000 });
    await log.append(project, by("first"));
    proxy.silence();
    const running = outcome(log.append(project, by("ann"), load(100)));
    const waiting = outcome(log.append(project, by("bob"), load(800)));
    await expect(log.append(project, by("cid"), load(300))).rejects.toThrow("Too many events wait");
    proxy.pass();
    expect(await Promise.all([running, waiting])).toEqual(["stored", "stored"]);
    expect(await outcome(log.append(project, by("dan"), load(5_000)))).toBe("stored");
  });
});

describe("requests that are stored together", () => {
  /** The request that the others gather behind. */
  const lock = async () => {
    const holder = await direct.connect();
    await holder.query("BEGIN");
    await holder.query("SELECT 1 FROM log_heads WHERE project_id = $1 FOR UPDATE", [project]);
    return async () => {
      await holder.query("COMMIT");
      holder.release();
    };
  };

  test("more than a group: those whose clients have left go last, and are stored all the same", async () => {
    const log = logWith({ ...APPEND_LIMITS, groupEventsMax: 2 });
    const unlock = await lock();
    const gone = load(0, () => false);
    const appends = [
      log.append(project, by("first")),
      ...["left-1", "left-2", "left-3"].map((name) => log.append(project, by(name), gone)),
      ...["ann", "bob"].map((name) => log.append(project, by(name), load(0))),
    ];
    await unlock();
    await Promise.all(appends);
    expect(await stored()).toEqual(["first", "ann", "bob", "left-1", "left-2", "left-3"]);
  });

  test("with the queue full, those whose clients have left make room for who waits", async () => {
    const log = logWith({ ...APPEND_LIMITS, queueBytesMax: 1_000 });
    const unlock = await lock();
    const first = log.append(project, by("first"));
    const left = outcome(
      log.append(
        project,
        by("left"),
        load(900, () => false),
      ),
    );
    const ann = outcome(log.append(project, by("ann"), load(900)));
    await unlock();
    await first;
    expect(await Promise.all([left, ann])).toEqual(["unavailable", "stored"]);
  });

  test("a bug that one of them hits refuses that one alone", async () => {
    const log = logWith(APPEND_LIMITS);
    const unlock = await lock();
    const broken = makeIncoming({ userId: "bad" });
    Object.defineProperty(broken, "eventType", {
      get: () => {
        throw new TypeError("a bug");
      },
    });
    const names = Array.from({ length: 12 }, (_, n) => `user-${n}`);
    const gathered = [by("first"), ...names.map((name) => by(name))];
    gathered.splice(5, 0, [broken]);
    const answers = gathered.map((events) => outcome(log.append(project, events)));
    await unlock();
    const seen = await Promise.all(answers);
    expect(seen.filter((answer) => answer !== "stored")).toEqual(["TypeError: a bug"]);
    expect(seen[5]).toBe("TypeError: a bug");
    expect(await stored()).toEqual(["first", ...names]);
  });

  test("a row that the database refuses refuses its request alone", async () => {
    const log = logWith(APPEND_LIMITS);
    const unlock = await lock();
    const gathered = [by("first"), by("ann"), by("nul\u0000"), by("bob")];
    const answers = gathered.map((events) => outcome(log.append(project, events)));
    await unlock();
    expect(await Promise.all(answers)).toEqual(["stored", "stored", "invalid_input", "stored"]);
    expect(await stored()).toEqual(["first", "ann", "bob"]);
  });

  test("are as many as a transaction may carry, first come, first served", async () => {
    const log = logWith({ ...APPEND_LIMITS, groupBytesMax: 1_000 });
    const unlock = await lock();
    const sizes = [100, 600, 300, 200, 5_000, 100];
    const answers = sizes.map((bytes, n) =>
      outcome(log.append(project, by(`user-${n}`), load(bytes))),
    );
    await unlock();
    await Promise.all(answers);
    const { rows } = await direct.query<{ offsets: string[] }>(
      `SELECT array_agg("offset"::int ORDER BY "offset") AS offsets FROM events
       WHERE project_id = $1 GROUP BY xmin::text ORDER BY 1`,
      [project],
    );
    expect(rows.map(({ offsets }) => offsets)).toEqual([[1], [2, 3], [4], [5], [6]]);
  });
});

test("many events of a large person are stored, and nobody waits for ever behind them", async () => {
  const log = logWith(APPEND_LIMITS);
  const text = "x".repeat(1_048_576);
  const operations = { operators: {}, plain: { text } };
  await log.append(project, [makeIncoming({ userId: "big", operations })]);
  const many = Array.from({ length: 200 }, () => makeIncoming({ userId: "big" }));
  const big = outcome(log.append(project, many));
  const others = ["ann", "bob"].map((name) => outcome(log.append(project, by(name))));
  expect(await big).toBe("stored");
  expect(await Promise.all(others)).toEqual(["stored", "stored"]);
  await until("no transaction is left open", async () => {
    const { rows } = await direct.query(
      "SELECT 1 FROM pg_stat_activity WHERE application_name = 'test-proxied' AND state <> 'idle'",
    );
    return rows.length === 0;
  });
});
