import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { freePort } from "@/lib/platform/free-port";
import { until } from "./until";

export interface Program {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Standard output and error so far. */
  output(): string;
  /** The first match in the output, waiting for it; rejects when the program ends without it. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** Exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
}

export interface ProgramOptions {
  /** Run as this system user (needs root). */
  readonly uid?: number;
  readonly gid?: number;
  readonly cwd?: string;
}

export function runProgram(
  entry: string,
  variables: Record<string, string>,
  options: ProgramOptions = {},
): Program {
  const child = spawn(process.execPath, [entry], {
    env: { NODE_ENV: "production", PATH: process.env["PATH"], ...variables },
    stdio: ["ignore", "pipe", "pipe"],
    ...options,
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
    });
  }
  const ended = once(child, "close").then(([code, signal]): number | string => code ?? signal);
  return {
    child,
    pid: child.pid ?? 0,
    output: () => text,
    ended,
    line: (pattern) =>
      until(`${pattern} in:\n${text}`, () => {
        const match = pattern.exec(text);
        if (match === null && child.exitCode !== null) {
          throw new Error(`the program ended without ${pattern}:\n${text}`);
        }
        return match ?? undefined;
      }),
  };
}

export const isRunning = (pid: number): boolean => stateOf(pid) !== undefined;

/** `pid` and everything below it, as /proc shows it. */
export function processTree(pid: number): readonly number[] {
  const parents = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), stateOf(Number(name))?.parent]),
  );
  const below = (root: number): number[] =>
    [...parents]
      .filter(([, parent]) => parent === root)
      .flatMap(([child]) => [child, ...below(child)]);
  return [pid, ...below(pid)];
}

/** Signals `pid` and everything below it; who is gone already is left alone. */
export function signalTree(pid: number, signal: NodeJS.Signals): readonly number[] {
  const tree = processTree(pid);
  for (const each of tree) {
    try {
      process.kill(each, signal);
    } catch (error) {
      if (isRunning(each)) throw error;
    }
  }
  return tree;
}

/** Undefined for a process that is gone or only waits to be reaped. */
function stateOf(pid: number): { readonly parent: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? undefined : { parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/**
 * `count` neighbouring ports that were free a moment ago, below the range that outgoing connections take theirs from:
 * a test stops and starts its programs, and nobody may take their ports meanwhile.
 */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const all = Array.from({ length: count }, (_, i) => freePort(first + i));
    if ((await Promise.allSettled(all)).every((port) => port.status === "fulfilled")) return first;
  }
}
