import { noteSchedulerTurn } from "@/lib/engine/store/scheduler-turn";
import { systemClock } from "@/lib/kernel/clock";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { composeWorker, type Tally } from "./compose";
import { keepSearch } from "./keep-search";

const LOOK_MS = 50;

/**
 * One bounded turn of the worker, for deployments without worker processes: takes free shards, delivers until nothing
 * is left to read or `untilMs` (epoch) has come, and gives the shards back. Safe beside workers: it takes the same
 * leases. Resolves with what it did.
 */
export async function runPipeline({ untilMs }: { readonly untilMs: number }): Promise<Tally> {
  const { worker, pool, tally, close } = composeWorker(env(), logger);
  const stop = new AbortController();
  const running = Promise.all([
    worker.run(stop.signal),
    keepSearch(pool, systemClock, logger, stop.signal),
  ]);
  try {
    while (systemClock.now() < untilMs && !worker.caughtUp) {
      await systemClock.sleep(LOOK_MS);
    }
    stop.abort();
    await running;
    await noteSchedulerTurn(pool);
  } finally {
    stop.abort();
    await running;
    await close();
  }
  return tally;
}
