import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { copyInto } from "@/lib/platform/postgres/copy";
import { CopyRows } from "@/lib/platform/postgres/copy-rows";
import { createPool, inTransaction } from "@/lib/platform/postgres/pool";
import { createDatabase } from "@/lib/platform/postgres/prisma";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { saysCommitted, startDatabaseProxy, type TcpProxy } from "@/tests/support/tcp-proxy";
import { until } from "@/tests/support/until";

// Connections that stop answering, copies that fail, and commits whose answer is lost: nothing waits for ever, and
// nobody is told what is not known.

let database: TestDatabase;
let proxy: TcpProxy;
let direct: Pool;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  direct = createPool(database.url, 4, "test");
  await direct.query("CREATE TABLE things (id INT PRIMARY KEY, name TEXT)");
});
afterAll(async () => {
  await direct.end();
  await database.close();
});
beforeEach(async () => {
  await direct.query("TRUNCATE things");
  proxy = await startDatabaseProxy(database.url);
  pool = createPool(proxy.through(database.url), 2, "test-proxied", { deadlineMs: 2_000 });
});
afterEach(async () => {
  await pool.end();
  await proxy.close();
});

const count = async () =>
  (await direct.query<{ n: number }>("SELECT count(*)::int AS n FROM things")).rows[0]?.n;

const insert = (id: number) => inTransaction(pool, (client) => add(client, id));
const add = (client: { query: Pool["query"] }, id: number) =>
  client.query("INSERT INTO things VALUES ($1, 'x')", [id]);

describe("a server that does not answer", () => {
  test("a statement fails at its deadline, and the next one has a connection that works", async () => {
    await pool.query("SELECT 1");
    proxy.silence();
    await expect(pool.query("SELECT 1")).rejects.toThrow();
    proxy.pass();
    expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  });

  test("a transaction fails at its deadline, and nothing of it stays", async () => {
    await pool.query("SELECT 1");
    const transaction = inTransaction(pool, async (client) => {
      await add(client, 1);
      proxy.silence();
      return add(client, 2);
    });
    await expect(transaction).rejects.toMatchObject({ name: "DatabaseAway" });
    proxy.pass();
    await insert(3);
    expect(await count()).toBe(1);
  });

  test("work that never ends does not keep its connection or its locks", async () => {
    const stuck = inTransaction(
      pool,
      async (client) => {
        await add(client, 1);
        return new Promise(() => undefined);
      },
      { deadlineMs: 100 },
    );
    await expect(stuck).rejects.toThrow("no answer within 100 ms");
    await insert(1);
    expect(await count()).toBe(1);
  });

  test("the server gives up what we left behind a dead link", async () => {
    const held = inTransaction(pool, async (client) => {
      await add(client, 1);
      proxy.silence();
      return client.query("SELECT 1");
    });
    await expect(held).rejects.toMatchObject({ name: "DatabaseAway" });
    // The link is still dead: only the server's own timeout can have released the key.
    await direct.query("INSERT INTO things VALUES (1, 'y')");
    expect(await count()).toBe(1);
  });

  test("the admin app's reads and transactions fail at the deadline too", async () => {
    const db = createDatabase(proxy.through(database.url), 1, {
      waitMsMax: 2_000,
      deadlineMs: 2_000,
    });
    await db.$queryRaw`SELECT 1`;
    proxy.silence();
    await expect(db.$queryRaw`SELECT 1`).rejects.toThrow();
    await expect(db.$transaction((tx) => tx.$queryRaw`SELECT 1`)).rejects.toThrow();
    proxy.pass();
    expect(await db.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
    await db.$disconnect();
  });

  test("a pool ends although a connection hangs", async () => {
    const hanging = pool.query("SELECT pg_sleep(60)").catch(() => "failed");
    await until("it runs", async () => {
      const { rows } = await direct.query(
        "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND application_name = 'test-proxied'",
      );
      return rows.length > 0;
    });
    proxy.silence();
    await pool.end();
    expect(await hanging).toBe("failed");
    pool = createPool(database.url, 1, "test");
  });
});

describe("a copy", () => {
  const LARGE = "x".repeat(5_000);
  const THINGS = { table: "things", columns: { id: "int4", name: "text" } } as const;
  const rows = (n: number, name: string, first = name) => {
    const all = new CopyRows(THINGS);
    for (let id = 0; id < n; id++) all.add([id, id === 0 ? first : name]);
    return all;
  };

  test("larger than a connection's buffers arrives whole", async () => {
    const patient = createPool(proxy.through(database.url), 1, "test");
    await inTransaction(patient, (client) => copyInto(client, rows(2_000, LARGE)));
    await patient.end();
    expect(await count()).toBe(2_000);
  });

  test("larger than a string can be is refused before it begins", async () => {
    const copy = inTransaction(pool, async (client) =>
      copyInto(client, rows(600, "x".repeat(1_048_576))),
    );
    await expect(copy).rejects.toMatchObject({ code: "too_large" });
    await insert(1);
    expect(await count()).toBe(1);
  });

  test("whose first row is bad fails with the server's words while the rest is being written", async () => {
    const bad = rows(4_000, LARGE, "a\0b");
    const copy = inTransaction(pool, (client) => copyInto(client, bad));
    await expect(copy).rejects.toMatchObject({ code: "22021" });
    await insert(1);
    expect(await count()).toBe(1);
  });

  test("that is cut off fails, and the next one works", async () => {
    const copy = inTransaction(pool, async (client) => {
      await client.query("SELECT 1");
      const copying = copyInto(client, rows(4_000, LARGE));
      proxy.cut();
      return copying;
    });
    await expect(copy).rejects.toMatchObject({ name: "DatabaseAway" });
    await insert(1);
    expect(await count()).toBe(1);
  });
});

describe("a commit", () => {
  test("whose answer is lost is unknown, neither done nor undone", async () => {
    await pool.query("SELECT 1");
    const cut = proxy.cutAfter(saysCommitted);
    await expect(insert(1)).rejects.toMatchObject({ name: "UnknownCommit" });
    await cut;
    expect(await count()).toBe(1);
  });

  test("of a transaction in which a statement failed unnoticed is an error", async () => {
    const unnoticed = inTransaction(pool, async (client) => {
      await add(client, 1);
      await add(client, 1).catch(() => undefined);
    });
    await expect(unnoticed).rejects.toThrow("COMMIT was answered by ROLLBACK");
    expect(await count()).toBe(0);
  });
});
