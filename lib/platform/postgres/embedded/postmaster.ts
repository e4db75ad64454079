import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Client, DatabaseError } from "pg";
import { systemClock } from "@/lib/kernel/clock";
import { AppError } from "@/lib/kernel/errors";
import { isGuarded } from "./guard";
import { SUPERUSER } from "./init-cluster";

const POLL_MS = 50;
const SETTLE_MS_MAX = 60_000;

type Found =
  | { readonly kind: "nothing" }
  | { readonly kind: "recycled_pid" }
  | { readonly kind: "busy" }
  | { readonly kind: "in_use" }
  | { readonly kind: "orphan"; readonly pid: number };

/**
 * Makes the cluster ours to start, whatever a crash left behind: an orphaned server is stopped
 * cleanly, a stale postmaster.pid is taken away. Refuses when another Tributary is using it.
 */
export async function claimCluster(options: {
  readonly cluster: string;
  readonly dataDir: string;
  readonly password: string;
  readonly say: (line: string) => void;
}): Promise<void> {
  const { cluster, dataDir, password, say } = options;
  const deadline = Date.now() + SETTLE_MS_MAX;
  while (Date.now() < deadline) {
    const found = await lookAt(cluster, password);
    switch (found.kind) {
      case "nothing":
        return;
      case "recycled_pid":
        rmSync(join(cluster, "postmaster.pid"), { force: true });
        return;
      case "in_use":
        throw new AppError(
          "conflict",
          `Another Tributary is already running on DATA_DIR ${dataDir}: stop it, or set DATA_DIR (and PORT) to something else for this one.`,
        );
      case "orphan":
        say("Stopping a PostgreSQL that an earlier crash left running.");
        process.kill(found.pid, "SIGINT");
        await waitForExit(found.pid);
        break;
      case "busy":
        await systemClock.sleep(POLL_MS);
    }
  }
  throw new AppError(
    "unavailable",
    `A PostgreSQL is still busy in ${cluster} after ${SETTLE_MS_MAX / 1000} s: wait for it to finish, or stop the process named in its postmaster.pid.`,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function lookAt(cluster: string, password: string): Promise<Found> {
  const file = readPostmasterFile(cluster);
  if (file === undefined || !isAlive(file.pid)) return { kind: "nothing" };
  if (!processName(file.pid).includes("postgres")) return { kind: "recycled_pid" };
  const client = new Client({
    host: "127.0.0.1",
    port: file.port,
    user: SUPERUSER,
    password,
    database: "postgres",
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>("SHOW data_directory");
    const served = rows[0]?.data_directory ?? "";
    if (!existsSync(served) || realpathSync(served) !== realpathSync(cluster)) {
      return { kind: "recycled_pid" };
    }
    return (await isGuarded(client)) ? { kind: "in_use" } : { kind: "orphan", pid: file.pid };
  } catch (error) {
    // Another server answered on the recorded port with its own password rules.
    if (error instanceof DatabaseError && error.code?.startsWith("28")) {
      return { kind: "recycled_pid" };
    }
    // Starting, stopping or recovering: look again.
    return { kind: "busy" };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** postmaster.pid: process id, data folder, start time, port, … one a line. */
function readPostmasterFile(cluster: string): { pid: number; port: number } | undefined {
  const path = join(cluster, "postmaster.pid");
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, "utf8").split("\n");
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 1 ? { pid, port: Number(lines[3]) || 5432 } : undefined;
}

function processName(pid: number): string {
  const comm = `/proc/${pid}/comm`;
  if (existsSync(comm)) return readFileSync(comm, "utf8");
  const ps = spawnSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" });
  return ps.stdout ?? "";
}

async function waitForExit(pid: number): Promise<void> {
  const deadline = Date.now() + SETTLE_MS_MAX;
  while (isAlive(pid) && Date.now() < deadline) await systemClock.sleep(POLL_MS);
}
