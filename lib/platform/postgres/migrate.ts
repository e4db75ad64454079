import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engineGlue from "@prisma/schema-engine-wasm/schema_engine_bg";
import { Client, Pool } from "pg";
import { systemClock } from "@/lib/kernel/clock";
import { AppError } from "@/lib/kernel/errors";
import { connectionOptions } from "./connection-options";

const LOCK_KEY = 0x6d69_6772; // "migr"
const LOCK_POLL_MS = 100;

/** What builds before the first release had applied one by one: together the same schema as its 0001_init. */
const UNRELEASED = [
  "0001_init",
  "0002_sync_troubles",
  "0003_parking",
  "0004_audit_log",
  "0005_delivery_ids",
  "0006_delivery_person_index",
  "0007_person_states",
  "0008_housekeeping",
  "0009_health",
  "0011_names",
];

/**
 * Applies what is missing of prisma/migrations and returns the names applied. Keeps
 * `_prisma_migrations` as `prisma migrate deploy` does, so that both can be mixed. Any number of
 * processes may call it at once: one works, the others wait and find nothing to do.
 */
export async function migrate(
  connectionString: string,
  prismaDir = join(process.cwd(), "prisma"),
): Promise<readonly string[]> {
  const client = new Client(connectionOptions(connectionString, "tributary-migrate"));
  await client.connect();
  try {
    await takeLock(client);
    await refuseNewerSchema(client, join(prismaDir, "migrations"));
    return await applyMigrations(connectionString, prismaDir);
  } finally {
    await client.end();
  }
}

/** A program that does not know what was changed since may read it wrongly, and write what the newer one cannot use. */
async function refuseNewerSchema(client: Client, folder: string): Promise<void> {
  const { rows } = await client.query<{ readonly made: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS made",
  );
  if (rows[0]?.made !== true) return;
  const known = new Set(existsSync(folder) ? readdirSync(folder) : []);
  const applied = await appliedNames(client);
  const unknown = applied.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  if (applied.join() === UNRELEASED.join()) return foldUnreleased(client, folder);
  throw new AppError(
    "unavailable",
    `The database has migrations that this version of Tributary does not know (${unknown.join(", ")}): it was made by a newer version, or by a build before the first release. Start that one, restore the backup made before it, or begin with an empty database.`,
  );
}

async function appliedNames(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ readonly name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** Only the bookkeeping changes: the schema is the same. */
async function foldUnreleased(client: Client, folder: string): Promise<void> {
  const [first, ...rest] = UNRELEASED;
  const file = readFileSync(join(folder, String(first), "migration.sql"));
  await client.query(
    `WITH folded AS (DELETE FROM _prisma_migrations WHERE migration_name = ANY($1))
     UPDATE _prisma_migrations SET checksum = $3 WHERE migration_name = $2`,
    [rest, first, createHash("sha256").update(file).digest("hex")],
  );
}

/** Polls instead of waiting inside the server: a waiting statement's snapshot would block CREATE INDEX CONCURRENTLY. */
async function takeLock(client: Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(
      "SELECT pg_try_advisory_lock($1) AS taken",
      [LOCK_KEY],
    );
    if (rows[0]?.taken === true) return;
    await systemClock.sleep(LOCK_POLL_MS);
  }
}

async function applyMigrations(
  connectionString: string,
  prismaDir: string,
): Promise<readonly string[]> {
  const { SchemaEngine } = await loadEngine();
  // Our own pool, because the engine's lock lives in its session until the pool is ended.
  const pool = new Pool(connectionOptions(connectionString, "tributary-migrate"));
  pool.on("error", () => undefined);
  const engine = await SchemaEngine.new(
    { datamodels: undefined },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(new WholeScriptPrismaPg(pool)),
  );
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: readMigrations(join(prismaDir, "migrations")),
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } catch (error) {
    throw new AppError("unavailable", explain(error));
  } finally {
    engine.free();
    await pool.end();
  }
}

/** The engine's error is followed by its own call stack, in which the migration's name stands. */
function explain(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const name = /migration_name="([^"]+)"/.exec(text)?.[1];
  const reason = text.split(/\n\s+0: /)[0]?.replaceAll(/\s*\n\s*/g, ": ") ?? text;
  return `The database could not be migrated${name === undefined ? "" : `; migration ${name} failed`}: ${reason}`;
}

/**
 * The adapter cuts a script at every ";", function bodies included. Sent whole, without parameters,
 * PostgreSQL splits it itself and runs it in one implicit transaction, as the native engine does.
 */
class WholeScriptPrismaPg extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    };
    return adapter;
  }
}

let engineLoaded: Promise<typeof engineGlue> | undefined;

/** Prisma's own schema engine as WebAssembly: nothing to download. */
function loadEngine(): Promise<typeof engineGlue> {
  engineLoaded ??= (async () => {
    const require = createRequire(import.meta.url);
    const folder = join(require.resolve("@prisma/schema-engine-wasm"), "..");
    const { instance } = await WebAssembly.instantiate(
      await readFile(join(folder, "schema_engine_bg.wasm")),
      { "./schema_engine_bg.js": engineGlue },
    );
    engineGlue.__wbg_set_wasm(instance.exports);
    const start = instance.exports["__wbindgen_start"];
    if (typeof start !== "function") throw new Error("not the schema engine's WebAssembly");
    start();
    return engineGlue;
  })();
  return engineLoaded;
}

function readMigrations(folder: string) {
  const lockfile = join(folder, "migration_lock.toml");
  const names = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];
  return {
    baseDir: folder,
    lockfile: {
      path: "migration_lock.toml",
      content: existsSync(lockfile) ? readFileSync(lockfile, "utf8") : null,
    },
    shadowDbInitScript: "",
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: {
          tag: "ok" as const,
          value: readFileSync(join(folder, name, "migration.sql"), "utf8"),
        },
      },
    })),
  };
}
