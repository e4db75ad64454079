import type { Pool } from "pg";
import type { Logger } from "pino";
import { fillSearch } from "@/lib/engine/store/search/fill-search";
import { nameSearched } from "@/lib/engine/store/search/name-searched";
import type { Clock } from "@/lib/kernel/clock";

/** How long after a sync newly names a property people begin to be found by it. */
const LOOK_MS = 10_000;
/** Between two batches, for everything else of the process and of the database. */
const PAUSE_MS = 20;

/** Until `stop`: keeps what people are found by as the syncs name it. Any worker may. */
export async function keepSearch(
  pool: Pool,
  clock: Clock,
  logger: Logger,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    let isMore = false;
    try {
      await nameSearched(pool);
      const untilMs = performance.now() + LOOK_MS;
      do {
        isMore = await fillSearch(pool);
        if (isMore) await clock.sleep(PAUSE_MS, stop);
      } while (isMore && !stop.aborted && performance.now() < untilMs);
    } catch (error) {
      logger.error({ err: error }, "search.failed");
      isMore = false;
    }
    if (!isMore) await clock.sleep(LOOK_MS * (0.5 + Math.random()), stop);
  }
}
