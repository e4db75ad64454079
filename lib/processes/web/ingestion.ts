import type pg from "pg";
import { createBodyBudget } from "@/lib/engine/ingest/http/body-budget";
import { createIngest, type Ingest } from "@/lib/engine/ingest/ingest";
import { joinDoors } from "@/lib/engine/ingest/join-doors";
import { createBacklogWatch } from "@/lib/engine/ingest/limits/backlog-watch";
import type { RateSettings } from "@/lib/engine/ingest/limits/rate-limits";
import { createMinuteCounters } from "@/lib/engine/ingest/minute-counters";
import { createRejectionSamples } from "@/lib/engine/ingest/rejection-samples";
import { createAmplitudeWebhook } from "@/lib/engine/ingest/webhook/amplitude-webhook";
import { createRefusedReports } from "@/lib/engine/reports/refused-reports";
import { createReportDoor } from "@/lib/engine/reports/report-door";
import { AppendWatch } from "@/lib/engine/store/append-watch";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { findProject } from "@/lib/engine/store/find-project";
import { findSource } from "@/lib/engine/store/find-source";
import { addIngestMinute } from "@/lib/engine/store/ingest-minutes";
import { keepRejectedUploads } from "@/lib/engine/store/rejected-uploads";
import { readRelayBacklogs } from "@/lib/engine/store/relay-backlogs";
import { findReportedSync, keepReport, noteRefusedReports } from "@/lib/engine/store/reports";
import { systemClock } from "@/lib/kernel/clock";
import type { Cipher } from "@/lib/platform/crypto/cipher";
import { logger } from "@/lib/platform/logger";

export interface Ingestion {
  readonly ingest: Ingest;
  /** For health. */
  readonly appends: AppendWatch;
  /** Writes the last counts of the Sources page; to be called before the pool ends. */
  flush(): Promise<void>;
}

/**
 * Ingestion of this process: the handlers over the log in PostgreSQL. Without `rates` nothing is throttled, without
 * `cipher` no destination can report.
 */
export function createIngestion(pool: pg.Pool, rates?: RateSettings, cipher?: Cipher): Ingestion {
  const counters = createMinuteCounters(
    (count) => addIngestMinute(pool, count),
    systemClock,
    (error) => logger.warn({ err: error }, "ingestion counters not written"),
  );
  const samples = createRejectionSamples(
    (refused) => keepRejectedUploads(pool, refused),
    systemClock,
    (error) => logger.warn({ err: error }, "samples of rejected uploads not written"),
  );
  const appends = new AppendWatch(systemClock);
  const report = (error: unknown) => logger.error({ err: error }, "ingestion failed");
  const log = appends.over(createPostgresEventLog(pool));
  const shared = { log, clock: systemClock, record: counters.add, refused: samples.add, report };
  const ingest = createIngest({
    ...shared,
    findProject: (apiKey) => findProject(pool, apiKey),
    budget: createBodyBudget({ refused: () => appends.refusedForRoom() }),
    ...(rates !== undefined && { rates, ...backlogWatch(pool, rates) }),
  });
  const webhook = createAmplitudeWebhook({
    ...shared,
    findSource: (key) => findSource(pool, key),
    budget: ingest.budget,
  });
  const refusedReports = createRefusedReports(
    async (refused) => {
      logger.warn(refused, "reports were refused");
      await noteRefusedReports(pool, refused);
    },
    systemClock,
    (error) => logger.warn({ err: error }, "refused reports not written"),
  );
  const reports = (own: Cipher) =>
    createReportDoor({
      findSync: (id) => findReportedSync(pool, id),
      keep: (...report) => keepReport(pool, ...report),
      refused: refusedReports.add,
      cipher: own,
      clock: systemClock,
      budget: ingest.budget,
      report,
    });
  const flush = async () => {
    await counters.flush();
    await samples.flush();
    await refusedReports.flush();
  };
  const doors = cipher === undefined ? [webhook] : [webhook, reports(cipher)];
  return { ingest: joinDoors(ingest, ...doors), appends, flush };
}

function backlogWatch(pool: pg.Pool, { behind }: RateSettings) {
  if (behind === undefined) return {};
  const { isBehind } = createBacklogWatch({
    read: () => readRelayBacklogs(pool, behind.eventsMax),
    eventsMax: behind.eventsMax,
    clock: systemClock,
    report: (error) => logger.warn({ err: error }, "backlogs of relays not read"),
  });
  return { isBehind };
}
