import type { Logger } from "pino";
import type { BackfillPorts } from "@/lib/engine/backfill/backfill-ports";
import { runBackfill } from "@/lib/engine/backfill/run-backfill";
import { claimBackfill } from "@/lib/engine/store/backfill/claim-backfill";
import { sweepBackfills } from "@/lib/engine/store/backfill/sweep-backfills";

/** How long after somebody starts a backfill it begins. */
const LOOK_MS = 1_000;
/** Of one process: most of a backfill's time is spent waiting. */
const AT_ONCE_MAX = 3;

/** Until `stop`: carries on with the backfills that nobody else is at, and removes what those leave that are over. */
export async function keepBackfills(ports: BackfillPorts, logger: Logger): Promise<void> {
  const { pool, clock, stop } = ports;
  const running = new Set<Promise<void>>();
  const report = (error: unknown) => logger.error({ err: error }, "backfill.failed");
  while (!stop.aborted) {
    let isMore = false;
    try {
      const claim = running.size < AT_ONCE_MAX ? await claimBackfill(pool) : null;
      if (claim === null) isMore = await sweepBackfills(pool);
      else {
        logger.info({ backfill: claim.id, phase: claim.phase }, "backfill.claimed");
        const run = runBackfill(ports, claim).catch(report);
        running.add(run);
        void run.finally(() => running.delete(run));
      }
    } catch (error) {
      report(error);
    }
    if (!isMore) await clock.sleep(LOOK_MS, stop);
  }
  await Promise.all(running);
}
