import { spawn } from "node:child_process";
import { once } from "node:events";

/** Runs a program and resolves with its exit code (1 when a signal ended it). */
export async function run(command, args, { env = {}, quiet = false } = {}) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
  });
  const output = [];
  child.stdout?.on("data", (chunk) => output.push(chunk));
  child.stderr?.on("data", (chunk) => output.push(chunk));
  // A program that is not installed counts as failed.
  child.on("error", (error) => output.push(Buffer.from(`${error.message}\n`)));
  const [code] = await once(child, "close").catch(() => [1]);
  return { code: code ?? 1, output: Buffer.concat(output).toString("utf8") };
}

/** Runs a program whose output matters only when it fails; then the whole command ends. */
export async function must(label, command, args, env = {}) {
  const { code, output } = await run(command, args, { env, quiet: true });
  if (code === 0) return;
  console.error(output.trimEnd());
  console.error(`${label} failed (${[command, ...args].join(" ")})`);
  process.exit(1);
}

/** Arguments that run a package's command with this Node, whatever PATH says. */
export const tool = (path) => `node_modules/${path}`;
