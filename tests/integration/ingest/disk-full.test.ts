import { execFileSync } from "node:child_process";
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "@/lib/platform/postgres/embedded/server";
import { migrate } from "@/lib/platform/postgres/migrate";
import { startPressedWorld } from "@/tests/support/pressed-world";
import { until } from "@/tests/support/until";

// A disk of its own, filled to the last byte while clients send and a worker delivers. Mounting takes root.

const DISK_MEGABYTES = 400;
const BLOCK = Buffer.alloc(65_536, 1);
const isRoot = process.getuid?.() === 0 && process.platform === "linux";

let dataDir: string;
let server: EmbeddedPostgres;
const said: string[] = [];

beforeAll(async () => {
  if (!isRoot) return;
  dataDir = mkdtempSync(join(tmpdir(), "tributary-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MEGABYTES}m`, "tmpfs", dataDir]);
  chmodSync(dataDir, 0o711);
  server = await startEmbeddedPostgres({ dataDir, durable: false, say: (line) => said.push(line) });
  await migrate(server.url);
});

afterAll(async () => {
  if (!isRoot) return;
  await server?.stop();
  execFileSync("umount", [dataDir]);
  rmSync(dataDir, { recursive: true });
});

/** Takes all the space that is left. */
function fillDisk(): { readonly free: () => void } {
  const ballast = join(dataDir, "ballast");
  const file = openSync(ballast, "w");
  try {
    for (;;) if (writeSync(file, BLOCK) < BLOCK.length) break;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  } finally {
    closeSync(file);
  }
  return { free: () => rmSync(ballast) };
}

const query = async (sql: string, values: readonly unknown[] = []): Promise<readonly unknown[]> => {
  const client = new Client({ connectionString: server.url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, [...values])).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
};

const crashed = (): boolean => said.some((line) => line.includes("ended unexpectedly"));

/** The next record needs a new file for the write-ahead log: without space the server gives up. */
async function crash(): Promise<void> {
  await until("the server has crashed", async () => {
    await query("SELECT pg_switch_wal()").catch(() => undefined);
    return crashed();
  });
}

test.skipIf(!isRoot).each([
  { how: "", worsen: async () => undefined },
  { how: " that brings the server down", worsen: crash },
])(
  "on a full disk$how ingestion answers 503; with space again all that was accepted is there and arrives",
  async ({ worsen }) => {
    const world = await startPressedWorld({ app: server.url, test: server.url });
    try {
      await until("events arrive", () => world.sandbox.workspace().events.count > 0);
      const disk = fillDisk();
      await world.answered(503, 10);
      await worsen();
      await world.answered(503, 10);
      disk.free();
      await world.answered(200, 10);
      const books = await world.finish();
      const count = world.accepted();
      expect(books).toMatchObject({ read: count, delivered: count });
      const stored = await query(
        "SELECT count(*)::int AS n, count(DISTINCT insert_id)::int AS distinct FROM events WHERE project_id = $1",
        [world.project],
      );
      expect(stored).toEqual([{ n: count, distinct: count }]);
      expect(world.sandbox.workspace().events.count).toBe(count);
      expect([...world.answers.keys()].sort()).toEqual([200, 503]);
    } finally {
      await world.close();
    }
  },
  120_000,
);
