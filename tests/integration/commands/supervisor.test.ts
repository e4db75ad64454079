import { once } from "node:events";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { isRunning, type Program, processTree, signalTree } from "@/tests/support/processes";
import { until } from "@/tests/support/until";
import { type Bench, openBench } from "./supervisor-bundle";

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});
afterEach(() => bench.end());
afterAll(() => bench.close());

const RUNNING = /Tributary is running at (\S+)/;

async function askWeb(): Promise<{ pid: number; env: Record<string, string> }> {
  const response = await fetch(`http://127.0.0.1:${bench.port}/`);
  return (await response.json()) as { pid: number; env: Record<string, string> };
}

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function postgresPid(): number {
  return Number(
    readFileSync(join(bench.dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0],
  );
}

test("a start on an empty folder migrates, starts everything and says the URL; SIGTERM leaves no process behind", async () => {
  const program = bench.start();
  const [, url] = await program.line(RUNNING);
  expect(url).toBe(`http://localhost:${bench.port}`);

  const { env } = await askWeb();
  const applied = await query(env["DATABASE_URL"] ?? "", "SELECT 1 FROM _prisma_migrations");
  expect(applied.length).toBeGreaterThan(0);

  const tree = processTree(program.pid);
  expect(tree.length).toBeGreaterThan(4);
  program.child.kill("SIGTERM");
  expect(await program.ended).toBe(0);
  expect(program.output()).toContain("worker drained");
  await until("the whole tree is gone", () => !tree.some(isRunning));
});

test("keys are made once, readable by their owner alone, and every process gets the same", async () => {
  const first = bench.start();
  await first.line(RUNNING);
  const before = (await askWeb()).env;
  first.child.kill("SIGTERM");
  await first.ended;

  const second = bench.start();
  await second.line(RUNNING);
  const after = (await askWeb()).env;
  second.child.kill("SIGTERM");
  await second.ended;

  expect(after["ENCRYPTION_KEYS"]).toBe(before["ENCRYPTION_KEYS"]);
  expect(Buffer.from(after["ENCRYPTION_KEYS"] ?? "", "base64")).toHaveLength(32);
  expect(after["AUTH_SECRET"]).toBe(before["AUTH_SECRET"]);
  expect(after["NEXTAUTH_SECRET"]).toBe(after["AUTH_SECRET"]);
  for (const file of ["encryption-key", "auth-secret", "postgres.password"]) {
    expect(statSync(join(bench.dataDir, file)).mode & 0o777).toBe(0o600);
  }
});

test("a worker and a web process that are killed are started again", async () => {
  const program = bench.start();
  await program.line(RUNNING);
  const [, workerPid] = await program.line(/worker pid (\d+)/);
  process.kill(Number(workerPid), "SIGKILL");
  const [, nextPid] = await program.line(new RegExp(`worker pid (?!${workerPid}\\b)(\\d+)`));
  expect(isRunning(Number(nextPid))).toBe(true);

  const { pid } = await askWeb();
  process.kill(pid, "SIGKILL");
  const next = await until("web answers again", () => askWeb().catch(() => undefined));
  expect(next.pid).not.toBe(pid);
  program.child.kill("SIGTERM");
  expect(await program.ended).toBe(0);
});

test("a PostgreSQL that is killed is started again at the same address, with what was committed", async () => {
  const program = bench.start();
  await program.line(RUNNING);
  const url = (await askWeb()).env["DATABASE_URL"] ?? "";
  await query(url, "CREATE TABLE kept AS SELECT 42 AS n");
  const pid = postgresPid();
  process.kill(pid, "SIGKILL");
  const rows = await until("the database answers again", () =>
    query(url, "SELECT n FROM kept").catch(() => undefined),
  );
  expect(rows).toEqual([{ n: 42 }]);
  expect(postgresPid()).not.toBe(pid);
  program.child.kill("SIGTERM");
  expect(await program.ended).toBe(0);
});

test("after a kill -9 of everything the next start recovers by itself, and nothing committed is lost", async () => {
  const killed = bench.start();
  await killed.line(RUNNING);
  const url = (await askWeb()).env["DATABASE_URL"] ?? "";
  await query(url, "CREATE TABLE survivor AS SELECT 7 AS n");
  // Frozen first, so that none of them can still react to the death of another.
  signalTree(killed.pid, "SIGSTOP");
  signalTree(killed.pid, "SIGKILL");
  await killed.ended;
  expect(() => postgresPid()).not.toThrow(); // stale postmaster.pid

  const program = bench.start();
  await program.line(RUNNING);
  expect(await query((await askWeb()).env["DATABASE_URL"] ?? "", "SELECT n FROM survivor")).toEqual(
    [{ n: 7 }],
  );
  program.child.kill("SIGTERM");
  expect(await program.ended).toBe(0);
});

test("a postmaster.pid whose number now belongs to another program does not stop a start", async () => {
  const file = join(bench.dataDir, "postgres", "postmaster.pid");
  writeFileSync(file, `${process.pid}\n/somewhere\n1700000000\n5432\n\n127.0.0.1\n`);
  const program = bench.start();
  await program.line(RUNNING);
  program.child.kill("SIGTERM");
  expect(await program.ended).toBe(0);
});

test("when only the supervisor is killed, its children and PostgreSQL end by themselves", async () => {
  const program = bench.start();
  await program.line(RUNNING);
  const tree = processTree(program.pid);
  program.child.kill("SIGKILL");
  await program.ended;
  await until("the whole tree is gone", () => !tree.some(isRunning));
});

test("a second instance on the same DATA_DIR is refused in one line, and the first keeps running", async () => {
  const first = bench.start();
  await first.line(RUNNING);
  const second = bench.start({ PORT: String(bench.port + 1) });
  expect(await second.ended).toBe(1);
  expect(second.output().trim()).toMatch(/^Another Tributary is already running on DATA_DIR .*$/);
  expect((await askWeb()).pid).toBeGreaterThan(0);
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
});

test("a second signal cuts a drain short", async () => {
  const program = bench.start({ NODE_STUBBORN: "1" });
  await program.line(RUNNING);
  const tree = processTree(program.pid);
  program.child.kill("SIGINT");
  await program.line(/Stopping/);
  program.child.kill("SIGINT");
  expect(await program.ended).toBe(0);
  await until("the whole tree is gone", () => !tree.some(isRunning));
});

test("WEB=0 starts workers only", async () => {
  const program = bench.start({ WEB: "0", WORKERS: "2" });
  await program.line(/2 workers running/);
  await expect(askWeb()).rejects.toThrow();
  program.child.kill("SIGTERM");
  expect(await program.ended).toBe(0);
});

test("a wrong setting ends the start with one line for each mistake", async () => {
  const program = bench.start({ PORT: "http", LOG_LEVEL: "loud" });
  expect(await program.ended).toBe(1);
  expect(program.output().trim().split("\n")).toEqual([
    expect.stringMatching(/^PORT /),
    expect.stringMatching(/^LOG_LEVEL /),
  ]);
});

let busy: Server | undefined;
afterEach(() => {
  busy?.close();
  busy = undefined;
});

test("a port in use is named, with what to do", async () => {
  busy = createServer().listen(bench.port, "127.0.0.1");
  await once(busy, "listening");
  const program = bench.start();
  expect(await program.ended).toBe(1);
  expect(program.output().trim()).toMatch(
    new RegExp(`^Port ${bench.port} on 127.0.0.1 is already in use: .*PORT.*$`),
  );
});

test("an ENCRYPTION_KEY that the database was not written with is refused before anything runs", async () => {
  const first = bench.start({ BOOTSTRAP_PROJECT: "Shop:0123456789abcdef" });
  await first.line(RUNNING);
  first.child.kill("SIGTERM");
  await first.ended;

  const other = Buffer.alloc(32, 1).toString("base64");
  const second = bench.start({ ENCRYPTION_KEY: other, LOG_LEVEL: "silent" });
  expect(await second.ended).toBe(1);
  expect(second.output().trim()).toMatch(
    /^ENCRYPTION_KEY is not the key .*encryption-key back\)\.$/,
  );
});

test("the admin, project and token that the environment names are created once", async () => {
  const wanted = {
    ADMIN_EMAIL: "admin@example.com",
    ADMIN_PASSWORD: "correct horse",
    BOOTSTRAP_PROJECT: "Shop:0123456789abcdef",
    BOOTSTRAP_API_TOKEN: "token-of-at-least-16",
    METRICS_TOKEN: "a-metrics-token",
    SOMEBODY_ELSES_SECRET: "of-the-operator",
  };
  for (const _start of [1, 2]) {
    const program = bench.start(wanted);
    await program.line(RUNNING);
    const { pid, env } = await askWeb();
    const [, workerPid] = await program.line(/worker pid (\d+)/);
    expectOwnSecretsOnly({ program, web: pid, worker: Number(workerPid), env });
    const url = env["DATABASE_URL"] ?? "";
    for (const table of ["users", "projects", "api_tokens"]) {
      expect(await query(url, `SELECT count(*)::int AS n FROM ${table}`)).toEqual([{ n: 1 }]);
    }
    program.child.kill("SIGTERM");
    await program.ended;
  }
});

interface Running {
  readonly program: Program;
  readonly web: number;
  readonly worker: number;
  readonly env: Readonly<Record<string, string>>;
}

/** Reads what anybody of this user could: environments and command lines of all that was started. */
function expectOwnSecretsOnly({ program, web, worker, env }: Running): void {
  const { ENCRYPTION_KEYS = "", AUTH_SECRET = "", DATABASE_URL = "" } = env;
  const started = ["correct horse", "token-of-at-least-16", "of-the-operator"];
  const ofWeb = [AUTH_SECRET, "a-metrics-token"];
  const stored = [ENCRYPTION_KEYS, new URL(DATABASE_URL).password];
  for (const secret of [...stored, AUTH_SECRET]) expect(secret.length).toBeGreaterThan(8);
  const read = (pid: number, file: "environ" | "cmdline") =>
    isRunning(pid) ? readFileSync(`/proc/${pid}/${file}`, "utf8") : "";
  for (const pid of processTree(program.pid)) {
    for (const secret of [...started, ...ofWeb, ...stored])
      expect(read(pid, "cmdline")).not.toContain(secret);
    if (pid === program.pid) continue;
    const kept = { [web]: [...ofWeb, ...stored], [worker]: stored }[pid] ?? [];
    const found = [...started, ...ofWeb, ...stored].filter((secret) =>
      read(pid, "environ").includes(secret),
    );
    expect(new Set(found)).toEqual(new Set(kept));
  }
}

test("a missing password file of the embedded database is explained", async () => {
  const file = join(bench.dataDir, "postgres.password");
  const password = readFileSync(file, "utf8");
  rmSync(file);
  const program = bench.start();
  expect(await program.ended).toBe(1);
  expect(program.output().trim()).toMatch(
    /^\S*postgres\.password is missing.*put the file back.*$/,
  );
  writeFileSync(file, password, { mode: 0o600 });
});

test("a DATA_DIR that cannot be made is explained in one line", async () => {
  const program = bench.start({ DATA_DIR: join(bench.dataDir, "postgres.password", "below") });
  expect(await program.ended).toBe(1);
  expect(program.output().trim()).toMatch(/^DATA_DIR \S+ cannot be written \(ENOTDIR\): .*$/);
});
