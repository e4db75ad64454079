import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

export interface ChildOptions {
  /** Path of the bundle below dist/. */
  readonly bundle: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Folder for a CPU profile, written when the process ends. */
  readonly profileDir?: string | undefined;
}

/** A process of the program under test (or of the floor), started as the supervisor starts its own. */
export interface Child {
  readonly pid: number;
  /** What its ready line said. */
  readonly ready: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Rejects when the process ends before it is ready. Its further output goes to standard error. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const dist = join(process.cwd(), "dist");
  const preload = pathToFileURL(join(dist, "end-with-supervisor.js")).href;
  const profiling =
    options.profileDir === undefined
      ? []
      : ["--cpu-prof", `--cpu-prof-dir=${options.profileDir}`, "--cpu-prof-interval=500"];
  const child = fork(join(dist, options.bundle), options.args ?? [], {
    env: {
      PATH: process.env["PATH"] ?? "",
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      ...options.env,
    },
    execArgv: ["--enable-source-maps", "--import", preload, ...profiling],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    detached: true,
  });
  const ready = await Promise.race([readyLine(child), died(child, options.bundle)]);
  return {
    pid: child.pid ?? 0,
    ready,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function readyLine(child: ChildProcess): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.includes('"ready":true')) resolve(JSON.parse(line));
      else process.stderr.write(`${line}\n`);
    });
  });
}

async function died(child: ChildProcess, name: string): Promise<never> {
  const [code, signal] = await once(child, "exit");
  throw new Error(`${name} ended (${signal ?? `code ${code}`}) before it was ready`);
}

/** Resident memory in megabytes; 0 when the process is gone. */
export function residentMegabytes(pid: number): number {
  try {
    const status = `/proc/${pid}/status`;
    const kilobytes = existsSync(status)
      ? /^VmRSS:\s+(\d+)/m.exec(readFileSync(status, "utf8"))?.[1]
      : execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const SAMPLE_MS = 100;

/** The largest resident memory of each process from now until `stop`. */
export function watchMemory(pids: readonly number[]): { stop(): readonly number[] } {
  const peaks = pids.map(residentMegabytes);
  const timer = setInterval(() => {
    pids.forEach((pid, index) => {
      peaks[index] = Math.max(peaks[index] ?? 0, residentMegabytes(pid));
    });
  }, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return peaks;
    },
  };
}
