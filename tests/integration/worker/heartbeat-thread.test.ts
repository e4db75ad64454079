import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { costlyEvents } from "@/lib/engine/store/delivery/costly-events";
import { claimLeases } from "@/lib/engine/store/delivery/leases";
import type { SyncId } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";
import { until } from "@/tests/support/until";

const NEVER = 3_600_000;

let database: TestDatabase;
let pool: Pool;
let sync: SyncId;
let dist: string;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 4, "test");
  sync = await makeSync(pool, await makeProject(pool));
  mkdirSync(".data", { recursive: true });
  dist = mkdtempSync(join(process.cwd(), ".data/test-dist-"));
  await build({
    entryPoints: [
      join(import.meta.dirname, "busy-worker-bundle.ts"),
      "lib/engine/worker/heartbeat-thread.ts",
    ],
    entryNames: "[name]",
    outdir: dist,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outExtension: { ".js": ".js" },
  });
});

afterAll(async () => {
  rmSync(dist, { recursive: true, force: true });
  await pool.end();
  await database.close();
});

function startBusy(options: {
  readonly workerId: string;
  readonly databaseUrl?: string;
  readonly limits?: object;
  readonly preparing?: object | null;
}) {
  const child: ChildProcess = spawn(
    process.execPath,
    [
      join(dist, "busy-worker-bundle.js"),
      JSON.stringify({
        databaseUrl: database.url,
        preparing: null,
        ...options,
        limits: { silent: NEVER, stuck: NEVER, oneEvent: NEVER, ...options.limits },
      }),
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  return { child, said: () => said, ended: once(child, "close") };
}

const leaseEnd = async (): Promise<number> => {
  const { rows } = await pool.query<{ ms: number }>(
    "SELECT (extract(epoch FROM min(lease_until)) * 1000)::bigint AS ms FROM cursors WHERE sync_id = $1",
    [sync],
  );
  return rows[0]?.ms ?? 0;
};

test("a main thread that stands still keeps its leases", async () => {
  await claimLeases(pool, "busy", 1);
  const first = await leaseEnd();
  const { child, ended } = startBusy({ workerId: "busy" });
  // A lease lasts six seconds: it would be over, and was renewed again and again.
  await until("the leases were renewed beyond their first end", async () => {
    return (await leaseEnd()) > first + 3_000;
  });
  child.kill("SIGKILL");
  await ended;
});

test("a main thread that stands still for too long ends its process, and says so", async () => {
  const { ended, said } = startBusy({ workerId: "stuck", limits: { stuck: 1_000 } });
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect(said()).toContain("worker.stuck: the main thread has stood still");
});

test("the event that it was preparing is noted, so that nobody prepares it again", async () => {
  const { ended, said } = startBusy({
    workerId: "costly",
    limits: { oneEvent: 1_000 },
    preparing: { syncId: sync, offset: 4711 },
  });
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect(said()).toContain(`event 4711 could not be prepared for sync ${sync}`);
  expect([...((await costlyEvents(pool)).get(sync) ?? [])]).toEqual([4711]);
});

test("a database that has gone silent ends the process, and it says so", async () => {
  // Takes connections and never answers.
  const silent = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const address = silent.address();
  const port = typeof address === "object" ? address?.port : 0;
  const { ended, said } = startBusy({
    workerId: "silent",
    databaseUrl: `postgresql://nobody@127.0.0.1:${port}/none`,
    limits: { silent: 1_000 },
  });
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect(said()).toContain("worker.silent: no heartbeat reached the database");
  silent.close();
});
