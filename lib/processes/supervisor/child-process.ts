import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { systemClock } from "@/lib/kernel/clock";
import { logger } from "@/lib/platform/logger";
import { backoffMs, STABLE_AFTER_MS } from "./backoff";

interface ChildSpec {
  readonly name: string;
  /** Absolute path of the folder with the bundles. */
  readonly folder: string;
  readonly bundle: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** A process whose loop has not turned for so many seconds is killed, and thereby started again. */
  readonly standstillSeconds?: number;
}

export interface Child {
  readonly name: string;
  readonly bundle: string;
  /** Resolves at the first `"ready":true`; rejects when the process keeps dying before it. */
  readonly ready: Promise<void>;
  pid(): number | undefined;
  /** Drains the running process; the next one starts when it has ended. */
  restart(): void;
  /** SIGTERM, then SIGKILL after `patienceMs`. Resolves when it is gone, and it is not started again. */
  stop(patienceMs: number): Promise<void>;
  /** SIGKILL at once. */
  kill(): void;
}

const DEATHS_BEFORE_READY_MAX = 4;
const STANDSTILL_SECONDS = 30;

/** Keeps one process running: starts it, and starts it again with a growing pause whenever it dies. */
export function superviseChild(spec: ChildSpec): Child {
  const stopping = new AbortController();
  let current: ChildProcess | undefined;
  let asked = false;
  let everReady = false;
  let nowReady = () => {};
  let neverReady = (_reason: Error) => {};
  const ready = new Promise<void>((resolve, reject) => {
    nowReady = resolve;
    neverReady = reject;
  });
  // The owner may be stopping already and not wait for it.
  ready.catch(() => undefined);

  const runOnce = async (): Promise<void> => {
    const child = start(spec, () => {
      everReady = true;
      nowReady();
    });
    current = child;
    const watch = watchLoop(child, spec);
    const [code, signal] = await once(child, "exit");
    clearInterval(watch);
    if (!stopping.signal.aborted && !asked) {
      logger.error({ process: spec.name, died: child.pid, code, signal }, "process died");
    }
  };

  const keepRunning = async (): Promise<void> => {
    for (let deaths = 0; !stopping.signal.aborted; ) {
      const startedAt = Date.now();
      await runOnce();
      deaths = asked || Date.now() - startedAt > STABLE_AFTER_MS ? 1 : deaths + 1;
      asked = false;
      if (!everReady && deaths > DEATHS_BEFORE_READY_MAX) {
        return neverReady(
          new Error(`The ${spec.name} process ended ${deaths} times before it was ready`),
        );
      }
      await systemClock.sleep(backoffMs(deaths), stopping.signal);
    }
  };
  const ended = keepRunning();

  return {
    name: spec.name,
    bundle: spec.bundle,
    ready,
    pid: () => current?.pid,
    restart: () => {
      asked = true;
      current?.kill("SIGTERM");
    },
    stop: async (patienceMs) => {
      stopping.abort();
      current?.kill("SIGTERM");
      const late = setTimeout(() => {
        logger.warn({ process: spec.name }, "process did not drain in time and is killed");
        current?.kill("SIGKILL");
      }, patienceMs);
      await ended;
      clearTimeout(late);
    },
    kill: () => {
      stopping.abort();
      current?.kill("SIGKILL");
    },
  };
}

/**
 * Counts its own seconds, not the clock's: when the supervisor itself was stopped for a while, what the child said
 * meanwhile is heard before the next one is counted.
 */
function watchLoop(child: ChildProcess, spec: ChildSpec): NodeJS.Timeout {
  const limit = spec.standstillSeconds ?? STANDSTILL_SECONDS;
  let seconds = 0;
  child.on("message", () => {
    seconds = 0;
  });
  return setInterval(() => {
    seconds += 1;
    if (seconds !== limit) return;
    logger.error(
      { process: spec.name, killed: child.pid, seconds },
      "process stands still and is killed, to be started again",
    );
    child.kill("SIGKILL");
  }, 1_000);
}

/** Its own process group, so that a Ctrl-C reaches it only as our SIGTERM, in our order. */
function start(spec: ChildSpec, onReady: () => void): ChildProcess {
  const preload = pathToFileURL(join(spec.folder, "end-with-supervisor.js")).href;
  const child = fork(join(spec.folder, spec.bundle), spec.args, {
    env: spec.env,
    execArgv: ["--enable-source-maps", "--import", preload],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    detached: true,
  });
  child.on("error", (error) => logger.error({ process: spec.name, err: error }, "cannot start"));
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.includes('"ready":true')) onReady();
      else process.stdout.write(`${line}\n`);
    });
  }
  return child;
}
