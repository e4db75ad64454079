import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { DatabaseError } from "pg";
import { systemClock } from "@/lib/kernel/clock";
import { AppError } from "@/lib/kernel/errors";
import { freePort } from "@/lib/platform/free-port";
import { type Account, runAs } from "./account";
import { type Binaries, binaryPath } from "./binaries";
import { trimLog } from "./log-file";

const POLL_MS = 20;
const RECOVERY_NEWS_MS = 5_000;
const TRANSIENT_RETRY_MS = 250;
const ATTEMPTS_MAX = 40;

const TUNING = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "256MB",
  work_mem: "16MB",
  maintenance_work_mem: "128MB",
  effective_io_concurrency: "32",
  random_page_cost: "1.1",
  jit: "off",
  wal_compression: "on",
  wal_buffers: "16MB",
  min_wal_size: "256MB",
  max_wal_size: "2GB",
  checkpoint_timeout: "10min",
  checkpoint_completion_target: "0.9",
  autovacuum_naptime: "15s",
  log_checkpoints: "off",
  log_timezone: "UTC",
  timezone: "UTC",
};

export interface LaunchOptions {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly cluster: string;
  readonly logFile: string;
  /** fsync and synchronous_commit; false only for throw-away clusters of tests. */
  readonly durable: boolean;
  /** Beside those of `runAs`. */
  readonly variables: Readonly<Record<string, string>>;
  /** Resolves when a session can be opened; rejects with the reason when not. */
  readonly probe: (port: number) => Promise<void>;
  readonly say: (line: string) => void;
}

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
}

/**
 * Starts the server and waits until it answers; crash recovery may take its time.
 * `port` 0 chooses a free one.
 */
export async function launch(options: LaunchOptions, port: number): Promise<Running> {
  for (let attempt = 1; ; attempt++) {
    const chosen = port === 0 ? await freePort() : port;
    const logStart = trimLog(options.logFile);
    const child = spawnServer(options, chosen);
    if (await answers(child, chosen, options)) return { child, port: chosen };
    const log = readFileSync(options.logFile).subarray(logStart).toString("utf8");
    if (attempt >= ATTEMPTS_MAX || !isTransient(log)) {
      throw new AppError(
        "unavailable",
        `The embedded PostgreSQL did not start: ${lastComplaint(log)} (whole log: ${options.logFile})`,
      );
    }
    await systemClock.sleep(TRANSIENT_RETRY_MS);
  }
}

function spawnServer(options: LaunchOptions, port: number): ChildProcess {
  const durable = options.durable ? "on" : "off";
  const settings = {
    ...TUNING,
    port: String(port),
    fsync: durable,
    synchronous_commit: durable,
    full_page_writes: durable,
  };
  const ownAccount = runAs(options.account);
  const log = openSync(options.logFile, "a", 0o600);
  try {
    // Its own process group: a Ctrl-C in the terminal must reach it only through us, after the drain.
    return spawn(
      binaryPath(options.binaries, "postgres"),
      ["-D", options.cluster, ...Object.entries(settings).flatMap(([k, v]) => ["-c", `${k}=${v}`])],
      {
        ...ownAccount,
        env: { ...ownAccount.env, ...options.variables },
        detached: true,
        stdio: ["ignore", log, log],
      },
    );
  } finally {
    closeSync(log);
  }
}

async function answers(child: ChildProcess, port: number, options: LaunchOptions) {
  let exited = false;
  const failed = once(child, "exit").then(
    () => true,
    () => true,
  );
  void failed.then(() => {
    exited = true;
  });
  let newsAt = Date.now() + RECOVERY_NEWS_MS;
  while (!exited) {
    try {
      await options.probe(port);
      return !exited;
    } catch (error) {
      if (error instanceof DatabaseError && error.code?.startsWith("28")) {
        child.kill("SIGINT");
        throw new AppError(
          "unavailable",
          "The embedded PostgreSQL refuses the password in DATA_DIR/postgres.password: put the right file back, or set DATA_DIR to another folder.",
        );
      }
    }
    if (Date.now() > newsAt) {
      options.say("PostgreSQL is recovering from an unclean stop; this can take a while.");
      newsAt = Number.POSITIVE_INFINITY;
    }
    await Promise.race([systemClock.sleep(POLL_MS), failed]);
  }
  return false;
}

/** A port that another process took meanwhile, or processes of a killed server that still let go. */
const isTransient = (log: string): boolean =>
  /could not bind|could not create any TCP|pre-existing shared memory block/.test(log);

function lastComplaint(log: string): string {
  const lines = log.split("\n").filter((line) => /FATAL|PANIC|ERROR|error/.test(line));
  return lines.at(-1)?.replace(/^.*?(FATAL|PANIC|ERROR):\s*/, "") ?? "it wrote no reason";
}
