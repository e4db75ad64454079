import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authenticateToken } from "@/lib/admin/access/authenticate-token";
import { isFirstRun } from "@/lib/admin/access/is-first-run";
import { listApiTokens } from "@/lib/admin/access/list-api-tokens";
import { listMembers } from "@/lib/admin/access/list-members";
import { passwordMatches } from "@/lib/admin/access/password";
import { listAuditLog } from "@/lib/admin/audit/list-audit-log";
import { getDelivery } from "@/lib/admin/events/get-delivery";
import { getEvent } from "@/lib/admin/events/get-event";
import { listDeliveries } from "@/lib/admin/events/list-deliveries";
import { recentEvents } from "@/lib/admin/events/recent-events";
import { listNames } from "@/lib/admin/names/list-names";
import { collectMetrics } from "@/lib/admin/operations/collect-metrics";
import { getPerson } from "@/lib/admin/people/get-person";
import { getProject } from "@/lib/admin/projects/get-project";
import { revealSecretKey } from "@/lib/admin/projects/reveal-secret-key";
import { sourcesStatus } from "@/lib/admin/sources/sources-status";
import { getSync } from "@/lib/admin/syncs/get-sync";
import { listSyncSummaries } from "@/lib/admin/syncs/list-sync-summaries";
import { listSyncVersions } from "@/lib/admin/syncs/list-sync-versions";
import type { Context } from "@/lib/admin/verb/context";
import { createDispatcher } from "@/lib/engine/connectors/dispatcher";
import type { SyncId } from "@/lib/kernel/brand";
import { systemClock } from "@/lib/kernel/clock";
import { Cipher } from "@/lib/platform/crypto/cipher";
import { migrate } from "@/lib/platform/postgres/migrate";
import { createPool } from "@/lib/platform/postgres/pool";
import { createDatabase } from "@/lib/platform/postgres/prisma";
import { startSandbox } from "@/sandbox/start-sandbox";
import { readBooks } from "@/tests/support/books";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { TEST_KEY } from "@/tests/support/make-sync";
import { startTestWorker } from "@/tests/support/test-worker";
import { until } from "@/tests/support/until";

// A database of each release, with data in every table, is taken to the schema of now.

/** Each release with the migrations it came with, and the first 16 digits of their SHA-256: they never change again. */
const RELEASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "0.2.0": { "0001_init": "6392d8a33d969cc8" },
};

const MIGRATIONS = "prisma/migrations";
const projectId = 100_001;
const syncId = 30_000_001 as SyncId;

/** An empty database with the schema and the data of a release. */
async function makeReleased(release: string, url: string): Promise<void> {
  const prismaDir = mkdtempSync(join(tmpdir(), "tributary-release-"));
  for (const name of ["migration_lock.toml", ...Object.keys(RELEASES[release] ?? {})]) {
    cpSync(join(MIGRATIONS, name), join(prismaDir, "migrations", name), { recursive: true });
  }
  await migrate(url, prismaDir);
  rmSync(prismaDir, { recursive: true });
  await query(url, readFileSync(`tests/support/releases/${release}.sql`, "utf8"));
}

async function query(url: string, sql: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  const result = await client.query(sql);
  await client.end();
  return result.rows;
}

/** The tables that have no row. */
async function emptyTables(url: string): Promise<readonly unknown[]> {
  const rows = await query(
    url,
    `SELECT relname, (xpath('//n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I', relname), false, true, '')))[1]::text AS n
     FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
  );
  return rows.filter(({ n }) => n === "0").map(({ relname }) => relname);
}

test("the migrations of a release are never changed", () => {
  const sums = Object.values(RELEASES).flatMap((migrations) => Object.entries(migrations));
  for (const [name, sum] of sums) {
    const file = readFileSync(join(MIGRATIONS, name, "migration.sql"));
    expect(createHash("sha256").update(file).digest("hex").slice(0, 16), name).toBe(sum);
  }
});

test("every release has its data, and the version of now is one of them", () => {
  const files = readdirSync("tests/support/releases").map((file) => file.replace(/\.sql$/, ""));
  expect(files.sort()).toEqual(Object.keys(RELEASES).sort());
  expect(files).toContain(JSON.parse(readFileSync("package.json", "utf8")).version);
});

describe.each(Object.keys(RELEASES))("a database of %s", (release) => {
  let database: TestDatabase;
  let ctx: Context;
  let close: () => Promise<void>;

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: false });
    await makeReleased(release, database.url);
    expect(await emptyTables(database.url)).toEqual([]);
    const newer = readdirSync(MIGRATIONS).filter(
      (name) => name !== "migration_lock.toml" && !Object.hasOwn(RELEASES[release] ?? {}, name),
    );
    expect(await migrate(database.url)).toEqual(newer.sort());
    const db = createDatabase(database.url);
    const dispatcher = createDispatcher();
    ctx = {
      actor: { kind: "system" },
      db,
      clock: systemClock,
      cipher: new Cipher(TEST_KEY),
      dispatcher,
      connectorUrls: { customerio: { us: "http://127.0.0.1:1", eu: "http://127.0.0.1:1" } },
    };
    close = async () => {
      await dispatcher.close();
      await db.$disconnect();
      await database.close();
    };
  });
  afterAll(() => close());

  test("lets its people and tokens in", async () => {
    expect(await listMembers(ctx, { projectId })).toMatchObject([
      { email: "ann@example.com", role: "owner", seesPersonalData: true },
    ]);
    expect(await isFirstRun(ctx)).toBe(false);
    const { passwordHash } = await ctx.db.user.findUniqueOrThrow({ where: { id: 1 } });
    expect(await passwordMatches(passwordHash, "correct horse")).toBe(true);
    expect(await listApiTokens(ctx)).toMatchObject([{ name: "ci", createdBy: "ann@example.com" }]);
    expect(await authenticateToken(ctx, "Bearer trib_upgrade")).toMatchObject({
      scopes: ["destinations:read"],
    });
  });

  test("reads through the verbs as it did", async () => {
    expect(await getProject(ctx, { projectId })).toMatchObject({ name: "Shop", lastOffset: 5 });
    expect((await revealSecretKey(ctx, { projectId })).secretKey).toMatch(/^0123456789abcdef/);
    expect(await getSync(ctx, { id: syncId })).toMatchObject({
      config: { site_id: "sandbox-site" },
      settings: { eventProperties: ["seq", "price"] },
      secretHints: { api_key: "-key" },
    });
    expect(await listSyncVersions(ctx, { id: syncId })).toMatchObject([
      { version: 2, secretsChanged: ["api_key"] },
      { version: 1 },
    ]);
    expect((await listSyncSummaries(ctx, { projectId })).map(({ sync }) => sync.name)).toEqual([
      "Marketing",
      "Paused",
    ]);
    const { items } = await listDeliveries(ctx, { syncId });
    expect(items).toMatchObject([{ reason: "refused", message: "too odd" }, { latencyMs: 9 }]);
    expect(await getDelivery(ctx, { id: Number(items[0]?.id) })).toMatchObject({
      request: { status: 207 },
      sent: { sameVersion: true },
    });
    expect((await recentEvents(ctx, { projectId })).items).toHaveLength(5);
    expect(await getEvent(ctx, { projectId, offset: 5 })).toMatchObject({
      userProperties: { plan: "pro", city: "Oslo" },
      fates: [{ status: "not_read" }, { status: "not_streamed" }],
    });
    expect(await getPerson(ctx, { projectId, personId: 1 })).toMatchObject({
      properties: { plan: "pro", city: "Oslo" },
    });
    expect(await listNames(ctx, { projectId, kind: "event_type" })).toMatchObject({
      items: [{ name: "Hidden", hidden: true }, { name: "Song Played" }],
    });
    expect(
      (await sourcesStatus(ctx, { projectId })).map(({ lastDay }) => lastDay.accepted),
    ).toEqual(expect.arrayContaining([5]));
    expect((await listAuditLog(ctx, { projectId })).items).toContainEqual(
      expect.objectContaining({ action: "sync.enabled", target: "Marketing" }),
    );
    expect(await collectMetrics(ctx)).toContainEqual(
      expect.objectContaining({ name: "tributary_sync_parked_events" }),
    );
  });

  test("goes on being delivered: what is parked, then what was not read", async () => {
    const sandbox = await startSandbox({ workspace: { order_attribute: "seq" } });
    const pool = createPool(database.url, 10, "test");
    const worker = startTestWorker(pool, { us: sandbox.usUrl, eu: sandbox.euUrl });
    const books = await until("all settled", async () => {
      worker.worker.wakeAll();
      const found = await readBooks(pool, syncId);
      return found.read === 5 && found.parked === 0 && found;
    });
    expect(books).toMatchObject({ delivered: 4, discarded: 1, filtered: 0, expired: 0 });
    expect(sandbox.workspace().events.count).toBe(3);
    expect(sandbox.workspace().stats.orderAttributeViolations).toBe(0);
    await worker.stop();
    expect(worker.errors).toEqual([]);
    await pool.end();
    await sandbox.close();
  });
});
