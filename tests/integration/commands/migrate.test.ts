import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "@/lib/platform/postgres/migrate";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";

let database: TestDatabase;
let prismaDir: string;

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
  prismaDir = mkdtempSync(join(tmpdir(), "tributary-migrations-"));
  addMigration(
    "0001_first",
    "CREATE TABLE counted (n int NOT NULL); INSERT INTO counted VALUES (1);",
  );
});

afterEach(async () => {
  await database.close();
  rmSync(prismaDir, { recursive: true, force: true });
});

function addMigration(name: string, sql: string): void {
  const folder = join(prismaDir, "migrations", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(prismaDir, "migrations", "migration_lock.toml"), 'provider = "postgresql"\n');
  writeFileSync(join(folder, "migration.sql"), sql);
}

async function query(sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

test("a second migrate applies nothing", async () => {
  expect(await migrate(database.url, prismaDir)).toEqual(["0001_first"]);
  expect(await migrate(database.url, prismaDir)).toEqual([]);
  expect(await query("SELECT n FROM counted")).toEqual([{ n: 1 }]);
});

test("migrations that are added later are applied after the ones that are there", async () => {
  await migrate(database.url, prismaDir);
  addMigration("0002_second", "UPDATE counted SET n = n + 1;");
  expect(await migrate(database.url, prismaDir)).toEqual(["0002_second"]);
  expect(await query("SELECT n FROM counted")).toEqual([{ n: 2 }]);
});

test("migrations that this version does not know are refused in one line that names them", async () => {
  addMigration("0002_future", "SELECT 1;");
  addMigration("0003_further", "SELECT 1;");
  await migrate(database.url, prismaDir);
  for (const name of ["0002_future", "0003_further"]) {
    rmSync(join(prismaDir, "migrations", name), { recursive: true });
  }
  await expect(migrate(database.url, prismaDir)).rejects.toThrow(
    /^The database has migrations that this version of Tributary does not know \(0002_future, 0003_further\): .*Start that one.*$/,
  );
});

test("of processes that migrate at once one does the work", async () => {
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(database.url, prismaDir)));
  expect(applied.flat()).toEqual(["0001_first"]);
  expect(await query("SELECT n FROM counted")).toEqual([{ n: 1 }]);
});

test("the bookkeeping is that of prisma migrate deploy: finished, one step, checksum of the file", async () => {
  await migrate(database.url, prismaDir);
  const rows = await query(
    "SELECT migration_name, checksum, applied_steps_count, finished_at IS NOT NULL AS finished, rolled_back_at, logs FROM _prisma_migrations",
  );
  expect(rows).toEqual([
    {
      migration_name: "0001_first",
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      applied_steps_count: 1,
      finished: true,
      rolled_back_at: null,
      logs: null,
    },
  ]);
});

test("a migration that fails names itself and the reason", async () => {
  addMigration("0002_broken", "CREATE TABLE counted (n int);");
  await expect(migrate(database.url, prismaDir)).rejects.toThrow(
    /0002_broken[\s\S]*"counted" already exists/,
  );
});

test("what builds before the first release applied one by one counts as its one migration", async () => {
  rmSync(join(prismaDir, "migrations", "0001_first"), { recursive: true });
  const first = "prisma/migrations/0001_init/migration.sql";
  addMigration("0001_init", readFileSync(first, "utf8"));
  await migrate(database.url, prismaDir);
  const asReleased = await query("SELECT migration_name, checksum FROM _prisma_migrations");
  await query(
    `UPDATE _prisma_migrations SET checksum = 'of then';
     INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
     SELECT name, 'of then', now(), name, now(), 1 FROM unnest(ARRAY['0002_sync_troubles', '0003_parking', '0004_audit_log',
       '0005_delivery_ids', '0006_delivery_person_index', '0007_person_states', '0008_housekeeping', '0009_health',
       '0011_names']) AS name`,
  );
  expect(await migrate(database.url, prismaDir)).toEqual([]);
  expect(await query("SELECT migration_name, checksum FROM _prisma_migrations")).toEqual(
    asReleased,
  );
});

test("the project's own migrations run on an empty database", async () => {
  await expect(migrate(database.url)).resolves.toBeDefined();
});
