import { once } from "node:events";
import { join } from "node:path";
import { Client } from "pg";
import { systemClock } from "@/lib/kernel/clock";
import { AppError } from "@/lib/kernel/errors";
import { serverAccount } from "./account";
import { locateBinaries } from "./binaries";
import { holdGuard } from "./guard";
import { clusterPassword, initCluster, SUPERUSER } from "./init-cluster";
import { type LaunchOptions, launch } from "./launch";
import { keepTrimmed } from "./log-file";
import { placeBinaries, placeCluster, prepareDataDir } from "./placement";
import { claimCluster } from "./postmaster";
import { stopWhenOrphaned } from "./stop-when-orphaned";

const DATABASE = "tributary";
const STOP_MS_MAX = 8_000;
const RESTART_MS_MIN = 200;
const RESTART_MS_MAX = 10_000;

interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  /** One line for a person about something unusual that was done. */
  readonly say: (line: string) => void;
  /** false trades safety against power loss for speed; only for throw-away clusters of tests. */
  readonly durable?: boolean;
  /** Further variables of the server process; only for tests, which set its clock so. */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Connection string of the application's database. It stays valid until `stop`. */
  readonly url: string;
  /** Process id of the running server. */
  pid(): number;
  /** Fast and clean: sessions are cut, everything committed is kept. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that lives in `dataDir`, making it first when there is none, and restarts
 * it when it dies. Rejects with an AppError whose message is the one line to show.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { dataDir, say, durable = true, variables = {} } = options;
  prepareDataDir(dataDir);
  const account = serverAccount(say);
  const cluster = placeCluster(dataDir, account, say);
  const binaries = placeBinaries(locateBinaries(), account, say);
  const password = clusterPassword(dataDir, cluster);
  initCluster({ binaries, account, cluster, password, durable });

  const open = async (port: number, database: string): Promise<Client> => {
    const client = new Client({
      host: "127.0.0.1",
      port,
      user: SUPERUSER,
      password,
      database,
      application_name: "tributary supervisor",
    });
    client.on("error", () => undefined);
    await client.connect();
    return client;
  };
  const launchOptions: LaunchOptions = {
    binaries,
    account,
    cluster,
    durable,
    variables,
    say,
    logFile: join(dataDir, "postgres.log"),
    probe: async (port) => (await open(port, "postgres")).end(),
  };
  const start = async (port: number) => {
    await claimCluster({ cluster, dataDir, password, say });
    const running = await launch(launchOptions, port);
    return { ...running, leash: stopWhenOrphaned(running.child.pid ?? 0) };
  };

  const stopping = new AbortController();
  const log = keepTrimmed(launchOptions.logFile, say);
  let running = await start(0);
  const { port } = running;

  const restart = async () => {
    for (let wait = RESTART_MS_MIN; !stopping.signal.aborted; ) {
      await systemClock.sleep(wait, stopping.signal);
      if (stopping.signal.aborted) return;
      try {
        running = await start(port);
        return watch();
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
        wait = Math.min(wait * 2, RESTART_MS_MAX);
      }
    }
  };
  const watch = () => {
    running.child.once("exit", (code, signal) => {
      running.leash.release();
      if (stopping.signal.aborted) return;
      say(`PostgreSQL ended unexpectedly (${signal ?? `code ${code}`}); starting it again.`);
      void restart();
    });
  };
  watch();

  const stopServer = async () => {
    stopping.abort();
    const { child } = running;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGINT");
      const late = setTimeout(() => child.kill("SIGQUIT"), STOP_MS_MAX);
      await ended;
      clearTimeout(late);
    }
    running.leash.release();
    log.stop();
  };

  const guard = await holdGuard(() => open(port, "postgres"));
  if (guard === undefined) {
    throw new AppError("conflict", `Another Tributary has just started on DATA_DIR ${dataDir}.`);
  }
  await createDatabase(await open(port, "postgres"));

  return {
    url: `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`,
    pid: () => running.child.pid ?? 0,
    stop: async () => {
      stopping.abort();
      await guard.release();
      await stopServer();
    },
  };
}

async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [
    DATABASE,
  ]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  await client.end();
}
