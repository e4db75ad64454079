import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pool } from "pg";
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "@/lib/platform/postgres/embedded/server";
import { migrate } from "@/lib/platform/postgres/migrate";
import { createPool } from "@/lib/platform/postgres/pool";
import { freePorts } from "@/tests/support/processes";
import { type Child, startChild } from "./child";
import type { BenchOptions } from "./options";
import { SandboxClient } from "./sandbox-client";

const KEY_BYTES = 32;

/** Everything that the figures are measured on: the built processes on an embedded PostgreSQL, and the floor beside it. */
export interface World {
  readonly databaseUrl: string;
  readonly pool: Pool;
  /** 32 bytes in base64. */
  readonly encryptionKey: string;
  readonly web: Child;
  readonly webPort: number;
  readonly workers: readonly Child[];
  readonly sandbox: SandboxClient;
  /** The variables of a process of the program, for one that listens on `port`. */
  variables(port: number): Record<string, string>;
  readonly floor: Floor;
  /** Process ids by what they are, for the processor time; `floor` is all of the bare program. */
  readonly processes: Readonly<Record<string, readonly number[]>>;
  stop(): Promise<void>;
}

/** The bare program that does the same I/O: see floor-web.ts, floor-reader.ts, floor-sink.ts. */
interface Floor {
  readonly webPort: number;
  readonly sinkUrl: string;
  readonly pids: readonly number[];
}

/** Starts all of it; `profileDir` is where the process named by `options.profile` writes its CPU profile. */
export async function startWorld(options: BenchOptions, profileDir: string): Promise<World> {
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const each of started.reverse()) await each.stop();
  };
  try {
    return { ...(await startAll(options, profileDir, started)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(
  options: BenchOptions,
  profileDir: string,
  started: { stop(): Promise<void> }[],
): Promise<Omit<World, "stop">> {
  const database = await startDatabase(started);
  const databaseUrl = database.url;
  await migrate(databaseUrl);
  const pool = createPool(databaseUrl, 4, "tributary-bench");
  started.push({ stop: () => pool.end() });

  const start = async (...args: Parameters<typeof startChild>): Promise<Child> => {
    const child = await startChild(...args);
    started.push(child);
    return child;
  };
  const floor = await startFloor(pool, databaseUrl, start);
  const sandboxProcess = await start({ bundle: "sandbox.js", env: {} });
  const sandbox = new SandboxClient(
    String(sandboxProcess.ready["usUrl"]),
    String(sandboxProcess.ready["adminToken"]),
  );
  const encryptionKey = randomBytes(KEY_BYTES).toString("base64");
  const webPort = await freePorts(1);
  // A sync of the EU region goes to the floor's sink: the same program with the floor's destination.
  const variables = (port: number) => ({
    DATABASE_URL: databaseUrl,
    ENCRYPTION_KEY: encryptionKey,
    AUTH_SECRET: encryptionKey,
    NEXTAUTH_SECRET: encryptionKey,
    NEXTAUTH_URL: `http://127.0.0.1:${port}`,
    PORT: String(port),
    CUSTOMERIO_US_URL: sandbox.url,
    CUSTOMERIO_EU_URL: floor.sinkUrl,
    LOG_LEVEL: "error",
    // Its few users send as fast as they can.
    INGEST_THROTTLE: "off",
    API_CALLS_PER_MINUTE: "1000000",
  });
  const env = variables(webPort);
  const profileOf = (name: BenchOptions["profile"]) =>
    options.profile === name ? profileDir : undefined;
  const workers: Child[] = [];
  for (let i = 0; i < options.workers; i++) {
    workers.push(await start({ bundle: "worker.js", env, profileDir: profileOf("worker") }));
  }
  const web = await start({ bundle: "web.js", env, profileDir: profileOf("web") });
  const processes = {
    web: [web.pid],
    worker: workers.map(({ pid }) => pid),
    sandbox: [sandboxProcess.pid],
    PostgreSQL: [database.pid()],
    floor: floor.pids,
  };
  return {
    databaseUrl,
    pool,
    encryptionKey,
    web,
    webPort,
    workers,
    sandbox,
    variables,
    floor,
    processes,
  };
}

/** As durable as in production: fsync on, a commit waits for the disk. */
async function startDatabase(started: { stop(): Promise<void> }[]): Promise<EmbeddedPostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), "tributary-bench-"));
  chmodSync(dataDir, 0o711);
  started.push({ stop: async () => rmSync(dataDir, { recursive: true, force: true }) });
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const server = await startEmbeddedPostgres({ dataDir, say });
  started.push(server);
  return server;
}

async function startFloor(
  pool: Pool,
  databaseUrl: string,
  start: typeof startChild,
): Promise<Floor> {
  await pool.query(`
    CREATE SCHEMA floor;
    CREATE TABLE floor.events (id BIGINT PRIMARY KEY, user_id TEXT, event_type TEXT, insert_id TEXT,
      time_ms BIGINT, payload TEXT NOT NULL);
    CREATE TABLE floor.deliveries (event_id BIGINT PRIMARY KEY, outcome TEXT, latency_ms INTEGER);
    CREATE TABLE floor.cursors (name TEXT PRIMARY KEY, position BIGINT NOT NULL);
    INSERT INTO floor.cursors VALUES ('reader', 0)`);
  const sinkPort = await freePorts(2);
  const webPort = sinkPort + 1;
  const sinkUrl = `http://127.0.0.1:${sinkPort}`;
  const env = { DATABASE_URL: databaseUrl, SINK_URL: sinkUrl };
  const children = [
    await start({ bundle: "bench/floor-sink.js", env: { ...env, PORT: String(sinkPort) } }),
    await start({ bundle: "bench/floor-web.js", env: { ...env, PORT: String(webPort) } }),
    await start({ bundle: "bench/floor-reader.js", env }),
  ];
  return { webPort, sinkUrl, pids: children.map(({ pid }) => pid) };
}
