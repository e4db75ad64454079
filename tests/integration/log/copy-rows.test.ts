import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { copyInto } from "@/lib/platform/postgres/copy";
import { type CopyRow, CopyRows } from "@/lib/platform/postgres/copy-rows";
import { createPool, inTransaction } from "@/lib/platform/postgres/pool";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";

// What is copied in the binary format is what the server says it has.

const ALL = {
  table: "all_types",
  columns: {
    a: "int2",
    b: "int4",
    c: "int8",
    d: "text",
    e: "uuid",
    f: "uuid[]",
    g: "date",
    h: "timestamptz",
  },
} as const;

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  pool = createPool(database.url, 1, "test");
  await pool.query(
    "CREATE TABLE all_types (n SERIAL, a INT2, b INT4, c INT8, d TEXT, e UUID, f UUID[], g DATE, h TIMESTAMPTZ(3))",
  );
});
afterAll(async () => {
  await pool.end();
  await database.close();
});
beforeEach(() => pool.query("TRUNCATE all_types"));

async function copied(rows: readonly CopyRow[]): Promise<readonly unknown[][]> {
  const copy = new CopyRows(ALL);
  for (const row of rows) copy.add(row);
  await inTransaction(pool, (client) => copyInto(client, copy));
  const { rows: read } = await pool.query<unknown[]>({
    text: `SELECT a, b, c, d, e, f::text[], g::text, (extract(epoch FROM h) * 1000)::float8 FROM all_types ORDER BY n`,
    rowMode: "array",
  });
  return read;
}

test("numbers, texts, ids and times arrive as they are, up to what their columns hold", async () => {
  const [id, other] = [randomUUID(), "ABCDEF01-2345-6789-abcd-ef0123456789"];
  const rows: CopyRow[] = [
    [0, 0, 0, "", id, [], "2000-01-01", Date.UTC(2000, 0, 1)],
    [32_767, 2_147_483_647, Number.MAX_SAFE_INTEGER, "plain", id, [id], "2026-11-28", 0],
    [
      -32_768,
      -2_147_483_648,
      -Number.MAX_SAFE_INTEGER,
      "a\tb\\\nc",
      id,
      [id, other],
      "1969-12-31",
      1,
    ],
    [1, 65_536, 4_294_967_296, "é – 日本 🎧", other, null, "9999-12-31", 253_402_300_799_999],
    [-1, -1, -1, "🎧".repeat(20_000), other, null, "0001-01-01", 1_700_000_000_123],
    [255, 256, 257, `${"x".repeat(400_000)}ü`, other, null, "1970-01-01", 946_684_799_999],
    [null, null, null, null, null, null, null, null],
  ];
  const lower = (value: CopyRow[number]) =>
    typeof value === "string" ? value.toLowerCase() : value;
  const expected = rows.map(([a, b, c, d, e, f, g, h]) => [
    a,
    b,
    c,
    d,
    lower(e ?? null),
    Array.isArray(f) ? f.map(lower) : f,
    g,
    h,
  ]);
  expect(await copied(rows)).toEqual(expected);
});

test("thousands of rows keep their order, wherever a piece ends", async () => {
  const rows = Array.from(
    { length: 5_000 },
    (_, n): CopyRow => [n, n, n, "é".repeat(n % 200), null, null, null, null],
  );
  const read = await copied(rows);
  expect(read.map(([, b, , d]) => [b, d])).toEqual(rows.map(([, b, , d]) => [b, d]));
});

test("what a column cannot hold is refused before the server is asked", () => {
  const rows = new CopyRows({ table: "all_types", columns: { a: "int2", e: "uuid" } });
  expect(() => rows.add([32_768, null])).toThrow("32768 is out of range");
  expect(() => rows.add([Number.NaN, null])).toThrow("out of range");
  for (const uuid of ["", "0123", "g1234567-89ab-cdef-0123-456789abcdef", `${randomUUID()}0`]) {
    expect(() => rows.add([1, uuid]), uuid).toThrow("is no UUID");
  }
});
