import { alertPorts } from "@/lib/admin/alerts/alert-ports";
import { contextFor } from "@/lib/admin/verb/context-for";
import { noteSchedulerTurn } from "@/lib/engine/store/scheduler-turn";
import { systemClock } from "@/lib/kernel/clock";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { composeWorker, type Tally } from "./compose";
import { keepAlertsOnce } from "./keep-alerts";
import { keepSearch } from "./keep-search";

const LOOK_MS = 50;

/**
 * One bounded turn of the worker, for deployments without worker processes: takes free shards, delivers until nothing
 * is left to read or `untilMs` (epoch) has come, and gives the shards back. Safe beside workers: it takes the same
 * leases. Resolves with what it did.
 */
export async function runPipeline({ untilMs }: { readonly untilMs: number }): Promise<Tally> {
  const settings = env();
  const { worker, pool, tally, close } = composeWorker(settings, logger);
  const stop = new AbortController();
  const running = Promise.all([
    worker.run(stop.signal),
    keepSearch(pool, systemClock, logger, stop.signal),
  ]);
  try {
    while (systemClock.now() < untilMs && !worker.caughtUp) {
      await systemClock.sleep(LOOK_MS);
    }
    const ctx = contextFor({ kind: "system" });
    await keepAlertsOnce(ctx, alertPorts(), settings.logRetentionDays, logger, stop.signal);
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
