import { watch, writeSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { hostMistakes } from "@/lib/engine/connectors/hosts";
import { AppError } from "@/lib/kernel/errors";
import { type Env, parseProcessEnv } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { System } from "./system";

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Written at once: the process may be ending. */
const complain = (line: string): void => {
  writeSync(process.stderr.fd, `${line}\n`);
};

const parsed = parseProcessEnv();
const mistakes = parsed.ok ? hostMistakes(parsed.value.hostUrls) : parsed.error;
if (parsed.ok && mistakes.length === 0) {
  await run(parsed.value);
} else {
  for (const line of mistakes) complain(line);
  process.exit(1);
}

/** Starts everything and ends with it: exit code 0 after a signal, 1 when the start failed. */
async function run(env: Env): Promise<void> {
  const dist = dirname(fileURLToPath(import.meta.url));
  const system = new System({ env, say, dist });
  stopOnSignals(system);
  try {
    await system.start();
    announce(env, system.firstRunUrl());
    if (env.development) reloadOnChange(system, dist);
  } catch (error) {
    complain(error instanceof AppError || error instanceof Error ? error.message : String(error));
    if (!(error instanceof AppError)) logger.fatal({ err: error }, "start failed");
    await system.stop();
    process.exit(1);
  }
}

function stopOnSignals(system: System): void {
  let signals = 0;
  const onSignal = () => {
    signals++;
    if (signals > 1) return system.kill();
    say("Stopping: requests and deliveries in flight are finished first. Ctrl-C again cuts them.");
    void system.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.fatal({ err: error }, "stop failed");
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
}

function reloadOnChange(system: System, dist: string): void {
  watch(dist, (_event, file) => {
    if (file?.endsWith(".js")) system.reload(file);
  });
}

function announce(env: Env, firstRunUrl: string | null): void {
  if (env.demo && env.admin !== undefined) {
    say(`Sign in with ${env.admin.email} and the password ${env.admin.password.reveal()}`);
  }
  if (env.web && firstRunUrl !== null) say(`Make the first account: ${firstRunUrl}`);
  if (env.sandbox) say(`Customer.io sandbox: http://127.0.0.1:${env.sandboxPort}/`);
  const workers = `${env.workers} worker${env.workers === 1 ? "" : "s"}`;
  say(env.web ? `Tributary is running at ${env.publicUrl} (${workers})` : `${workers} running`);
}
