import { spawn } from "node:child_process";
import { once } from "node:events";
import { freePorts } from "@/tests/support/processes";
import { until } from "./until";

export interface NextApp {
  readonly port: number;
  stop(): Promise<void>;
}

/** `next start` on the production build: the ingestion paths are answered by Next's route handlers. */
export async function startNextApp(
  variables: (port: number) => Record<string, string>,
): Promise<NextApp> {
  const port = await freePorts(1);
  const args = ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", String(port)];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env["PATH"] ?? "", NODE_ENV: "production", ...variables(port) },
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });
  const ended = once(child, "exit");
  const stop = async () => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
    await ended;
  };
  try {
    await until("Next answers", () => answers(port));
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}

async function answers(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/2/httpapi`, { method: "OPTIONS" });
    return true;
  } catch {
    return false;
  }
}
