import type pg from "pg";
import { createIngest, type Ingest } from "@/lib/ingest/ingest";
import type { ProjectId } from "@/lib/kernel/brand";
import { systemClock } from "@/lib/kernel/clock";
import { createPostgresEventLog } from "@/lib/postgres/event-log/postgres-event-log";
import { logger } from "@/lib/telemetry/logger";

/** Ingestion of this process: the handlers over the log in PostgreSQL. */
export function createIngestion(pool: pg.Pool): Ingest {
  return createIngest({
    findProject: async (apiKey) => {
      const { rows } = await pool.query<{ id: ProjectId }>({
        name: "find-project",
        text: "SELECT id FROM projects WHERE api_key = $1",
        values: [apiKey],
      });
      return rows[0]?.id ?? null;
    },
    log: createPostgresEventLog(pool, systemClock),
    clock: systemClock,
    report: (error) => logger.error({ err: error }, "ingestion failed"),
  });
}
