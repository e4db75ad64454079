import type { Pool } from "pg";
import type { Logger } from "pino";
import { forgetAlerts } from "@/lib/engine/store/forget-alerts";
import { noteFailure } from "@/lib/engine/store/housekeeping-state";
import { createPartitions } from "@/lib/engine/store/partitions";
import { forgetRejectedUploads } from "@/lib/engine/store/rejected-uploads";
import { forgetReports } from "@/lib/engine/store/reports";
import {
  dropExpired,
  type RetentionDays,
  type RetentionReport,
} from "@/lib/engine/store/retention";
import type { Clock } from "@/lib/kernel/clock";

const HOUR_MS = 3_600_000;
/** When somebody reads what should go, or something failed. */
const AGAIN_MS = 300_000;

/**
 * About every hour until `stop`, at no fixed time of the day: creates the coming partitions and drops those past the
 * retention. Any worker may; it never waits in front of traffic.
 */
export async function keepHouse(
  pool: Pool,
  clock: Clock,
  retention: RetentionDays,
  logger: Logger,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    const pauseMs = await keepHouseOnce(pool, retention, logger);
    await clock.sleep(pauseMs * (0.5 + Math.random()), stop);
  }
}

/** Resolves with the milliseconds until the next run. */
async function keepHouseOnce(
  pool: Pool,
  retention: RetentionDays,
  logger: Logger,
): Promise<number> {
  try {
    await createPartitions(pool);
    await forgetRejectedUploads(pool, retention.logRetentionDays);
    await forgetReports(pool, retention.deliveryRetentionDays);
    await forgetAlerts(pool);
    const report = await dropExpired(pool, retention);
    tell(report, logger);
    return report.end === "busy" ? AGAIN_MS : HOUR_MS;
  } catch (error) {
    logger.error({ err: error }, "housekeeping.failed");
    await noteFailure(pool, String(error)).catch(() => undefined);
    return AGAIN_MS;
  }
}

function tell({ end, dropped, held, droppedUnread }: RetentionReport, logger: Logger): void {
  if (dropped.length > 0) logger.info({ partitions: dropped }, "retention.dropped");
  if (droppedUnread > 0) {
    logger.error(
      { events: droppedUnread },
      "retention.dropped_unread: an enabled sync had not read these events within four times LOG_RETENTION_DAYS; they are counted as expired, reason retention",
    );
  }
  if (held.length > 0) {
    logger.error(
      { partitions: held },
      "retention.held: an enabled sync has not read these days yet; mend or disable it, or they fill the disk",
    );
  }
  if (end === "clock_jumped") {
    logger.error(
      "retention.clock_jumped: the database's clock is more than a day after the last housekeeping and the newest event; nothing is dropped for a day, so that it can be mended",
    );
  }
  if (end === "busy") {
    logger.warn(
      "retention.busy: somebody reads what is past the retention (a backup?); it is dropped later",
    );
  }
}
