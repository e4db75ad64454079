import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";

export interface InnocentsOptions {
  /** Of a product on 127.0.0.1. */
  readonly port: number;
  /** A client each. */
  readonly apiKeys: readonly string[];
}

/** How a while of innocent requests went. */
export interface Waits {
  /** Status → how many; 0 for no answer. */
  readonly answers: ReadonlyMap<number, number>;
  /** Milliseconds of each request, in ascending order. */
  readonly ms: readonly number[];
}

export interface Innocents {
  /** Ends them after the requests under way. */
  stop(): Promise<Waits>;
}

/**
 * Clients that send small uploads, each on its kept connection; people are within Amplitude's rates. In a thread of
 * their own: what a hostile client computes in the test's must not count as waiting.
 */
export async function startInnocents(options: InnocentsOptions): Promise<Innocents> {
  const thread = new Worker(await bundle(), { eval: true, workerData: options });
  return {
    stop: async () => {
      const told = once(thread, "message");
      thread.postMessage("stop");
      const [waits] = await told;
      return waits;
    },
  };
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "innocents-bundle.ts")],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

/** The value that `share` (0 … 1) of them do not exceed, in whole milliseconds. */
export const waitAt = ({ ms }: Waits, share: number): number =>
  Math.round(ms[Math.max(0, Math.ceil(ms.length * share) - 1)] ?? 0);
