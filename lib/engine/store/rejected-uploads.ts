import type { Pool } from "pg";
import type { RejectionSample } from "@/lib/engine/ingest/rejection-samples";
import { timestamp } from "@/lib/platform/postgres/copy";

/** Kinds of fault that are kept of one reason in one project: those seen last. */
const KINDS_KEPT = 20;
/** In place of the project that an upload without one has not: projects begin at 1. */
export const NO_PROJECT = 0;

/** Adds to what refused uploads had wrong, for the Sources page. One row per statement, so that none deadlocks. */
export async function keepRejectedUploads(
  pool: Pool,
  samples: readonly RejectionSample[],
): Promise<void> {
  for (const sample of samples) {
    await pool.query({
      name: "keep-rejected-upload",
      text: `INSERT INTO rejected_uploads (project_id, source, reason, problem, field, library, value, detail, requests, first_at, last_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (project_id, source, reason, problem, field, library)
             DO UPDATE SET requests = rejected_uploads.requests + EXCLUDED.requests, value = EXCLUDED.value,
                           detail = EXCLUDED.detail, last_at = EXCLUDED.last_at`,
      values: [
        sample.project ?? NO_PROJECT,
        sample.source,
        sample.reason,
        sample.problem,
        sample.field,
        sample.library,
        sample.value,
        sample.detail,
        sample.requests,
        timestamp(sample.firstMs),
        timestamp(sample.lastMs),
      ],
    });
  }
  await pool.query({
    name: "bound-rejected-uploads",
    text: `DELETE FROM rejected_uploads WHERE ctid = ANY (ARRAY(
             SELECT ctid FROM (
               SELECT ctid, row_number() OVER (PARTITION BY project_id, reason ORDER BY last_at DESC) AS place
               FROM rejected_uploads WHERE project_id = ANY ($1::int[])
             ) AS kinds WHERE place > $2))`,
    values: [[...new Set(samples.map(({ project }) => project ?? NO_PROJECT))], KINDS_KEPT],
  });
}

/** What nobody has seen again for so long is forgotten: a sample may be personal data. By the database's clock. */
export const forgetRejectedUploads = (pool: Pool, days: number) =>
  pool.query("DELETE FROM rejected_uploads WHERE last_at < now() - make_interval(days => $1)", [
    days,
  ]);
