import type { Pool } from "pg";
import type { ProjectId } from "@/lib/kernel/brand";
import { timestamp } from "@/lib/platform/postgres/copy";

interface IngestMinute {
  readonly project: ProjectId;
  readonly minuteMs: number;
  readonly source: string;
  readonly outcome: string;
  readonly reason: string;
  readonly requests: number;
  readonly events: number;
}

/** Adds to one counter of the Sources page. One row per statement: appends hold such rows, and must never deadlock. */
export async function addIngestMinute(pool: Pool, minute: IngestMinute): Promise<void> {
  await pool.query({
    name: "add-ingest-minute",
    text: `INSERT INTO ingest_minutes (project_id, minute, source, outcome, reason, requests, events)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (project_id, minute, source, outcome, reason)
           DO UPDATE SET requests = ingest_minutes.requests + EXCLUDED.requests,
                         events = ingest_minutes.events + EXCLUDED.events`,
    values: [
      minute.project,
      timestamp(minute.minuteMs),
      minute.source,
      minute.outcome,
      minute.reason,
      minute.requests,
      minute.events,
    ],
  });
}
