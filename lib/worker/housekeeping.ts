import type { Pool } from "pg";
import type { Logger } from "pino";
import type { Clock } from "@/lib/kernel/clock";
import { createPartitions } from "@/lib/postgres/partitions";
import { dropExpired } from "@/lib/postgres/retention";

const HOUR_MS = 3_600_000;

interface Retention {
  readonly logRetentionDays: number;
  readonly deliveryRetentionDays: number;
}

/** Every hour until `stop`: creates the coming partitions and drops those past the retention. Any worker may. */
export async function keepHouse(
  pool: Pool,
  clock: Clock,
  retention: Retention,
  logger: Logger,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    try {
      await createPartitions(pool, clock.now());
      const { dropped, held } = await dropExpired(pool, clock.now(), retention);
      if (dropped.length > 0) logger.info({ partitions: dropped }, "retention.dropped");
      if (held.length > 0) {
        logger.error(
          { partitions: held },
          "retention.held: an enabled sync has not read these days yet; mend or disable it, or they fill the disk",
        );
      }
    } catch (error) {
      logger.error({ err: error }, "housekeeping.failed");
    }
    await clock.sleep(HOUR_MS, stop);
  }
}
