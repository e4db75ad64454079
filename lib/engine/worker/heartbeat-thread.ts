import { writeSync } from "node:fs";
import { workerData } from "node:worker_threads";
import pg from "pg";
import { noteCostly } from "@/lib/engine/store/delivery/costly-events";
import { heartbeat } from "@/lib/engine/store/delivery/leases";
import { systemClock } from "@/lib/kernel/clock";
import { type Culprit, LoopWatch, type ThreadData } from "./heartbeat";

// Entry of a worker's second thread: renews the leases on a connection of its own, whatever the main thread is busy
// with, and ends the process when it stands still or the database has not answered for long. The supervisor starts it
// again; meanwhile other workers take over.

/** A third of a lease at most. */
const BEAT_MS = 1_500;
/** Shorter than a lease: a connection that has gone silent is replaced before the leases are over. */
const ANSWER_MS_MAX = 3_000;

const { databaseUrl, workerId, shared, limits } = workerData as ThreadData;
const loop = new LoopWatch(shared, performance.now());
let client: pg.Client | null = null;
let beatenAt = performance.now();
let lastError = "";

while (true) {
  await beat();
  if (performance.now() - beatenAt > limits.silent) {
    end(
      `worker.silent: no heartbeat reached the database for ${limits.silent / 1_000} s (${lastError})`,
    );
  }
  const { stuckMs, culprit } = loop.look(performance.now());
  if (culprit !== null && stuckMs > limits.oneEvent) {
    await note(culprit);
    end(
      `worker.stuck: event ${culprit.offset} could not be prepared for sync ${culprit.syncId} within ${limits.oneEvent / 1_000} s; it is discarded as too costly`,
    );
  }
  if (stuckMs > limits.stuck) {
    end(`worker.stuck: the main thread has stood still for ${limits.stuck / 1_000} s`);
  }
  await systemClock.sleep(BEAT_MS);
}

async function beat(): Promise<void> {
  try {
    client ??= await connect();
    await heartbeat(client, workerId);
    beatenAt = performance.now();
  } catch (error) {
    lastError = String(error);
    // Not waited for: a silent connection would not even end.
    client?.end().catch(() => undefined);
    client = null;
  }
}

async function connect(): Promise<pg.Client> {
  const fresh = new pg.Client({
    connectionString: databaseUrl,
    application_name: "tributary-heartbeat",
    connectionTimeoutMillis: ANSWER_MS_MAX,
    query_timeout: ANSWER_MS_MAX,
    keepAlive: true,
  });
  fresh.on("error", () => undefined);
  await fresh.connect();
  return fresh;
}

/** As far as possible: without it the event would stop the next worker too. */
async function note({ syncId, offset }: Culprit): Promise<void> {
  try {
    client ??= await connect();
    await noteCostly(client, syncId, offset);
  } catch (error) {
    lastError = String(error);
  }
}

/** The main thread may not answer: the line is written, and the process ended, from here. */
function end(message: string): never {
  writeSync(2, `${JSON.stringify({ level: "fatal", worker: workerId, msg: message })}\n`);
  process.kill(process.pid, "SIGKILL");
  throw new Error(message);
}
