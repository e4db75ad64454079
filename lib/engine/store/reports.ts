import type { Pool } from "pg";
import { type Report, reportKey } from "@/lib/engine/connectors/report";
import type { RefusedReports } from "@/lib/engine/reports/refused-reports";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";

/** The sync that reports are for. */
export interface ReportedSync {
  readonly id: SyncId;
  readonly project_id: ProjectId;
  readonly partner: string;
  readonly secrets: Uint8Array;
}

/** Enabled or not; null when there is none. */
export async function findReportedSync(pool: Pool, id: string): Promise<ReportedSync | null> {
  const { rows } = await pool.query<ReportedSync>({
    name: "find-reported-sync",
    text: "SELECT id, project_id, partner, secrets FROM syncs WHERE id = $1",
    values: [Number(id)],
  });
  return rows[0] ?? null;
}

/** Keeps a report, once: resolves when it is committed, or was before. */
export async function keepReport(
  pool: Pool,
  sync: ReportedSync,
  report: Report,
  body: string,
  nowMs: number,
): Promise<void> {
  await pool.query({
    name: "keep-report",
    text: `INSERT INTO reports (project_id, sync_id, report_id, received_at, happened_at, channel, metric, people,
                                message_id, event_ref, body)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           ON CONFLICT (sync_id, report_id) DO NOTHING`,
    values: [
      sync.project_id,
      sync.id,
      storable(report.id),
      new Date(nowMs),
      new Date(report.atMs ?? nowMs),
      storable(report.channel),
      storable(report.metric),
      report.people.map((person) => storable(reportKey(person))),
      report.messageId === null ? null : storable(report.messageId),
      report.eventRef === null ? null : storable(report.eventRef),
      body.replaceAll("\0", "�"),
    ],
  });
}

/** An index entry holds about 2,700 bytes. */
const TEXT_CHARS_MAX = 512;

const storable = (text: string): string =>
  text.slice(0, TEXT_CHARS_MAX).toWellFormed().replaceAll("\0", "�");

/** Notes that reports were not let in. */
export async function noteRefusedReports(
  pool: Pool,
  { sync, reason, atMs, count }: RefusedReports,
): Promise<void> {
  await pool.query({
    name: "note-refused-reports",
    text: `INSERT INTO refused_reports (sync_id, reason, at, count) VALUES ($1, $2, $3, $4)
           ON CONFLICT (sync_id) DO UPDATE SET reason = EXCLUDED.reason, at = EXCLUDED.at,
             count = refused_reports.count + EXCLUDED.count`,
    values: [sync, reason, new Date(atMs), count],
  });
}

/** A report may be replayed for so long: see AGE_MS_MAX of the connector. */
const DAYS_MIN = 20;

/** By the database's clock. */
export const forgetReports = (pool: Pool, days: number) =>
  pool.query("DELETE FROM reports WHERE received_at < now() - make_interval(days => $1)", [
    Math.max(days, DAYS_MIN),
  ]);
