import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { prepareDataDir } from "@/lib/platform/postgres/embedded/placement";
import { startEmbeddedPostgres } from "@/lib/platform/postgres/embedded/server";
import { isRunning, processTree } from "@/tests/support/processes";
import { until } from "@/tests/support/until";
import { type Bench, openBench } from "./supervisor-bundle";

// PostgreSQL refuses to run as root; these need root to try what is done about it.
const asRoot = test.runIf(process.getuid?.() === 0);
const NOBODY = 65_534;

let parent: string;
let bench: Bench | undefined;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "tributary-place-"));
});
afterEach(async () => {
  await bench?.close();
  bench = undefined;
  rmSync(parent, { recursive: true, force: true });
});

test("DATA_DIR is closed to others, unless it was there before us", () => {
  const modeOf = (folder: string) => statSync(folder).mode & 0o777;
  const [made, earlier, foreign] = ["made", "earlier", "foreign"].map((name) => join(parent, name));
  for (const folder of [earlier, foreign]) mkdirSync(folder ?? "", { mode: 0o755 });
  writeFileSync(join(earlier ?? "", "encryption-key"), "");
  const modes = [made, earlier, foreign].map((folder = "") => {
    prepareDataDir(folder);
    return modeOf(folder);
  });
  expect(modes).toEqual([0o700, 0o700, 0o755]);
});

async function serve(dataDir: string): Promise<{ said: readonly string[]; rows: unknown }> {
  const said: string[] = [];
  const server = await startEmbeddedPostgres({
    dataDir,
    durable: false,
    say: (line) => said.push(line),
  });
  const client = new Client({ connectionString: server.url });
  await client.connect();
  await client.query("CREATE TABLE IF NOT EXISTS starts (n int)");
  await client.query("INSERT INTO starts VALUES (1)");
  const { rows } = await client.query("SELECT count(*)::int AS starts FROM starts");
  await client.end();
  const pid = server.pid();
  await server.stop();
  expect(isRunning(pid)).toBe(false);
  return { said, rows };
}

asRoot("as root, the data lie in DATA_DIR when every user may go there", async () => {
  chmodSync(parent, 0o755);
  const dataDir = join(parent, "data");
  expect((await serve(dataDir)).rows).toEqual([{ starts: 1 }]);
  expect((await serve(dataDir)).rows).toEqual([{ starts: 2 }]);
  expect(existsSync(join(dataDir, "postgres", "PG_VERSION"))).toBe(true);
  expect(statSync(join(dataDir, "postgres")).uid).not.toBe(0);
});

asRoot(
  "as root below a folder closed to others, the data lie elsewhere, said once, found again",
  async () => {
    chmodSync(parent, 0o700);
    const dataDir = join(parent, "data");
    const first = await serve(dataDir);
    const place = readFileSync(join(dataDir, "postgres-location"), "utf8").trim();
    try {
      expect(first.said).toEqual([expect.stringContaining(place)]);
      const second = await serve(dataDir);
      expect(second.said).toEqual([]);
      expect(second.rows).toEqual([{ starts: 2 }]);
    } finally {
      rmSync(dirname(place), { recursive: true, force: true });
    }
  },
);

asRoot("as an ordinary user, everything lies in DATA_DIR and belongs to that user", async () => {
  chmodSync(parent, 0o755);
  const dataDir = join(parent, "data");
  mkdirSync(dataDir);
  chownSync(dataDir, NOBODY, NOBODY);
  bench = await openBench();
  const program = bench.start({ DATA_DIR: dataDir }, { uid: NOBODY, gid: NOBODY });
  await program.line(/Tributary is running/);
  expect(statSync(join(dataDir, "postgres")).uid).toBe(NOBODY);
  const tree = processTree(program.pid);
  program.child.kill("SIGTERM");
  expect(await program.ended).toBe(0);
  await until("the whole tree is gone", () => !tree.some(isRunning));
});

asRoot("a folder that the user may not write is explained in one line", async () => {
  chmodSync(parent, 0o755);
  bench = await openBench();
  const program = bench.start({ DATA_DIR: join(parent, "data") }, { uid: NOBODY, gid: NOBODY });
  expect(await program.ended).toBe(1);
  expect(program.output().trim()).toMatch(/^DATA_DIR \S+ cannot be written \(EACCES\): .*$/);
});

asRoot(
  "a database that root made is not started by another user, and the line says so",
  async () => {
    chmodSync(parent, 0o755);
    const dataDir = join(parent, "data");
    await serve(dataDir);
    chownSync(dataDir, NOBODY, NOBODY);
    bench = await openBench();
    const program = bench.start({ DATA_DIR: dataDir }, { uid: NOBODY, gid: NOBODY });
    expect(await program.ended).toBe(1);
    expect(program.output().trim()).toMatch(
      /^The embedded database in \S+ belongs to another system user: .*$/,
    );
  },
);
