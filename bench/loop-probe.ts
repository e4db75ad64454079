import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";

// A thread that asks a server for next to nothing, again and again: how long its event loop keeps others waiting.

const { port } = z.object({ port: z.number() }).parse(workerData);
const PAUSE_MS = 5;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let longestMs = 0;
let askedMs: number | null = null;

/** What waits still counts as well. The thread's owner asks by any message; the answer begins a new count. */
parentPort?.on("message", () => {
  const waitingMs = askedMs === null ? 0 : performance.now() - askedMs;
  parentPort?.postMessage(Math.max(longestMs, waitingMs));
  longestMs = 0;
  if (askedMs !== null) askedMs = performance.now();
});

for (;;) {
  askedMs = performance.now();
  await ask();
  longestMs = Math.max(longestMs, performance.now() - askedMs);
  askedMs = null;
  await sleep(PAUSE_MS);
}

/** A preflight is answered by ingestion itself, without a body, a key or the database. */
function ask(): Promise<void> {
  return new Promise((resolve) => {
    request({ port, host: "127.0.0.1", method: "OPTIONS", path: "/2/httpapi", agent })
      .on("error", () => resolve())
      .on("response", (res) =>
        res
          .resume()
          .on("end", () => resolve())
          .on("error", () => resolve()),
      )
      .end();
  });
}
