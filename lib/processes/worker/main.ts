import { once } from "node:events";
import { alertPorts } from "@/lib/admin/alerts/alert-ports";
import { contextFor } from "@/lib/admin/verb/context-for";
import { exportUrls } from "@/lib/engine/backfill/export-urls";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { keepLeasesInThread, LoopSign, THREAD_LIMITS } from "@/lib/engine/worker/heartbeat";
import { systemClock } from "@/lib/kernel/clock";
import { createCipher } from "@/lib/platform/crypto/cipher";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { listen } from "@/lib/platform/postgres/notifications";
import { createPool } from "@/lib/platform/postgres/pool";
import { composeWorker } from "./compose";
import { keepHouse } from "./housekeeping";
import { keepAlerts } from "./keep-alerts";
import { keepBackfills } from "./keep-backfills";
import { keepBooks } from "./keep-books";
import { keepSearch } from "./keep-search";

// Process entry of a worker: runs streams until SIGTERM, then hears out what is in flight.

// Together within the 10 s that the supervisor grants.
const DRAIN_MS_MAX = 8_000;
/** For what remains after the drain: it asks a database that may not answer. What is not given back runs out. */
const CLOSE_MS_MAX = 1_000;
/** Folding months of minutes, or counting what a sync never read, takes longer than any statement beside traffic may. */
const HOUSEKEEPING_MS_MAX = 600_000;

const settings = env();
const sign = new LoopSign();
const { worker, close } = composeWorker(settings, logger, {
  sign,
  keepLeases: (workerId) =>
    keepLeasesInThread(new URL("./heartbeat-thread.js", import.meta.url), {
      databaseUrl: settings.databaseUrl,
      workerId,
      shared: sign.shared,
      limits: THREAD_LIMITS,
    }),
});
const stop = new AbortController();
const cut = new AbortController();

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    stop.abort();
    setTimeout(() => cut.abort(), DRAIN_MS_MAX).unref();
  });
}

const listening = listen(settings.databaseUrl, systemClock, stop.signal, {
  channels: ["tributary_log", "tributary_syncs"],
  onNotify: (channel, payload) => {
    if (channel === "tributary_log") worker.wakeProject(Number(payload));
    else worker.wakeAll();
  },
  onConnect: () => worker.wakeAll(),
});
const housePool = createPool(settings.databaseUrl, 3, "tributary-housekeeping", {
  deadlineMs: HOUSEKEEPING_MS_MAX,
});
const house = keepHouse(housePool, systemClock, settings, logger, stop.signal);
const books = keepBooks(
  housePool,
  contextFor({ kind: "system" }),
  settings.deliveryRetentionDays,
  logger,
  stop.signal,
);
const backfillPool = createPool(settings.databaseUrl, 4, "tributary-backfill");
const backfills = keepBackfills(
  {
    pool: backfillPool,
    log: createPostgresEventLog(backfillPool),
    clock: systemClock,
    cipher: createCipher(settings.encryptionKeys),
    exportUrls: exportUrls(settings),
    stop: stop.signal,
  },
  logger,
);
const search = keepSearch(housePool, systemClock, logger, stop.signal);

// Not waited for at the end: what it is about is done again by whoever looks next.
void keepAlerts(
  contextFor({ kind: "system" }),
  alertPorts(),
  settings.logRetentionDays,
  logger,
  stop.signal,
);

logger.info("worker is running");
process.stdout.write(`${JSON.stringify({ ready: true, process: "worker", pid: process.pid })}\n`);
await Promise.race([runToTheEnd(), tooLate()]);
process.exit(0);

async function runToTheEnd(): Promise<void> {
  await worker.run(stop.signal, cut.signal);
  await Promise.all([listening, house, books, search, backfills]);
  await Promise.all([housePool.end(), backfillPool.end(), close()]);
  logger.info("worker has stopped");
}

async function tooLate(): Promise<void> {
  await once(cut.signal, "abort");
  await systemClock.sleep(CLOSE_MS_MAX);
  logger.warn("worker did not close in order");
}
