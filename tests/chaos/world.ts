import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "@/lib/platform/postgres/embedded/server";
import { createPool } from "@/lib/platform/postgres/pool";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { createRelayOverHttp, createSyncOverHttp } from "@/tests/support/create-sync-over-http";
import { isRunning } from "@/tests/support/processes";
import { PRODUCT_KEY, type Product, startProduct } from "@/tests/support/product";
import { startDatabaseProxy, startTcpProxy, type TcpProxy } from "@/tests/support/tcp-proxy";
import { until } from "@/tests/support/until";
import { type Clocks, makeClocks } from "./clocks";
import type { Seeded } from "./seeded";

/** Longer than a lease, so that others take the shards over meanwhile. */
const FREEZE_MS = 9_000;

export interface ChaosWorldOptions {
  readonly workers: number;
  /** The bundle of an older version's worker, which runs beside the others. */
  readonly oldWorker?: string | null;
}

/**
 * The whole product on its own PostgreSQL. The far end and the proxies between the product and both are in this
 * process, where nothing kills them; the test's own connections go past them.
 */
export interface ChaosWorld {
  readonly apiKey: string;
  readonly product: Product;
  readonly sandbox: Sandbox;
  /** The test's own. */
  readonly pool: pg.Pool;
  /** Into the sandbox's Customer.io … */
  readonly syncId: number;
  /** … and of the same project on to its small Amplitude. */
  readonly relayId: number;
  readonly clocks: Clocks;
  readonly databaseProxy: TcpProxy;
  readonly farEndProxy: TcpProxy;
  /** Whether the older worker is still alive: nobody starts it again. */
  oldWorkerRuns(): boolean;
  kill(what: "worker" | "web" | "postgres", random: Seeded): void;
  /** Stops a worker; it goes on after a while, believing that no time has passed. */
  freezeWorker(random: Seeded): void;
  close(): Promise<void>;
}

export async function startChaosWorld(options: ChaosWorldOptions): Promise<ChaosWorld> {
  const ends: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const end of ends.reverse()) await end();
  };
  try {
    return { ...(await startAll(options, ends)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startAll(
  { workers, oldWorker = null }: ChaosWorldOptions,
  ends: (() => Promise<void> | void)[],
): Promise<Omit<ChaosWorld, "close">> {
  const sandbox = await startSandbox({
    workspace: { order_attribute: "seq", keep_event_data: 5_000_000 },
  });
  ends.push(() => sandbox.close());
  sandbox.amplitude.configure({ keep_events: 2_000_000 });
  const clocks = makeClocks();
  ends.push(clocks.remove);
  const postgres = await startDatabase(clocks, ends);
  const databaseProxy = await startDatabaseProxy(postgres.url);
  ends.push(() => databaseProxy.close());
  const farEndProxy = await startTcpProxy({ host: "127.0.0.1", port: portOf(sandbox.usUrl) });
  ends.push(() => farEndProxy.close());
  const variables = {
    ...clocks.nodeVariables,
    DATABASE_URL: databaseProxy.through(postgres.url),
    ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    WORKERS: String(workers),
    CUSTOMERIO_US_URL: farEndProxy.through(sandbox.usUrl),
    AMPLITUDE_US_URL: farEndProxy.through(sandbox.usUrl),
    // The load's people send more than Amplitude allows a person.
    INGEST_THROTTLE: "off",
  };
  const product = await startProduct({ variables });
  ends.push(() => product.stop());
  const pool = createPool(postgres.url, 8, "tributary-chaos");
  ends.push(() => pool.end());
  const syncId = await createSyncOverHttp(product.url, {
    property_mappings: {
      identifier: "user_id",
      event_properties: ["seq", "once", "who"],
      user_properties: ["plan", "visits"],
    },
  });
  const relayId = await createRelayOverHttp(product.url);
  const older = oldWorker === null ? null : startOldWorker(oldWorker, variables);
  if (older !== null) {
    ends.push(() => void older.kill("SIGKILL"));
    await tookPart(pool, older, workers);
  }
  return {
    apiKey: PRODUCT_KEY,
    product,
    sandbox,
    pool,
    syncId,
    relayId,
    clocks,
    databaseProxy,
    farEndProxy,
    oldWorkerRuns: () => older !== null && older.exitCode === null,
    kill: (what, random) => {
      const pid = what === "postgres" ? postgres.pid() : pickOne(product.pids(what), random);
      if (pid !== undefined && isRunning(pid)) process.kill(pid, "SIGKILL");
    },
    freezeWorker: (random) => {
      const pid = pickOne(product.pids("worker"), random);
      if (pid === undefined) return;
      process.kill(pid, "SIGSTOP");
      setTimeout(() => {
        if (isRunning(pid)) process.kill(pid, "SIGCONT");
      }, FREEZE_MS);
    },
  };
}

async function startDatabase(
  clocks: Clocks,
  ends: (() => Promise<void> | void)[],
): Promise<EmbeddedPostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), "tributary-chaos-"));
  chmodSync(dataDir, 0o711);
  ends.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({
    dataDir,
    say: () => undefined,
    variables: clocks.databaseVariables ?? {},
  });
  ends.push(() => postgres.stop());
  return postgres;
}

/** Nobody supervises it: once dead, it stays so. */
const startOldWorker = (
  bundle: string,
  variables: Readonly<Record<"ENCRYPTION_KEY", string>>,
): ChildProcess =>
  spawn(process.execPath, [bundle], {
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      LOG_LEVEL: "warn",
      ...variables,
      AUTH_SECRET: variables["ENCRYPTION_KEY"],
    },
    stdio: "ignore",
  });

/** Resolves when the older worker is one more than `ours`, and all of them hold shards. */
async function tookPart(pool: pg.Pool, older: ChildProcess, ours: number): Promise<void> {
  await until(
    "the older worker holds shards beside ours",
    async () => {
      if (older.exitCode !== null) throw new Error("the older worker has ended");
      const { rows } = await pool.query<{ readonly holders: number }>(
        "SELECT count(DISTINCT lease_owner) AS holders FROM cursors WHERE lease_until > now()",
      );
      return rows[0]?.holders === ours + 1;
    },
    60_000,
  );
}

const pickOne = (pids: readonly number[], random: Seeded): number | undefined =>
  pids.length === 0 ? undefined : pids[random.between(0, pids.length - 1)];

const portOf = (url: string): number => Number(new URL(url).port);
