import { ALL_SHARDS } from "@/lib/engine/pipeline/log/shard";

// What was counted between two moments on whole minutes: whole days and hours from the sums, the rest from minutes. Each
// is a subquery that may refer to the tables before it (LATERAL) by names not used in here; `id`, `from` and `until` are
// SQL. More may be summed up meanwhile: the minutes of it stay, and so both ways lead to the same counts.

interface Source {
  readonly subject: "sync" | "project";
  /** Columns of an answer beside `at`. */
  readonly columns: string;
  /** Sums by grain. */
  readonly sums: string;
  /** Gives `at` and the columns of the minutes in a range. */
  readonly minutes: (id: string, from: string, until: string) => string;
}

function between(
  { subject, columns, sums, minutes }: Source,
  id: string,
  from: string,
  until: string,
) {
  const owner = `${subject}_id`;
  const summed = (grain: "hour" | "day", start: string, end: string) =>
    `SELECT at, ${columns} FROM ${sums} WHERE ${owner} = ${id} AND grain = '${grain}' AND at >= ${start} AND at < ${end}`;
  return `(
    SELECT counted.* FROM (
      SELECT *, least(ceil_day, h1) AS d0, greatest(least(ceil_day, h1), least(floor_day, days_until)) AS d1 FROM (
        SELECT *, date_trunc('day', h0 + interval '23:59', 'UTC') AS ceil_day, date_trunc('day', h1, 'UTC') AS floor_day
        FROM (
          SELECT *, greatest(h0, least(date_trunc('hour', w_until, 'UTC'), hours_until)) AS h1 FROM (
            SELECT *, least(date_trunc('hour', w_from + interval '59 minutes', 'UTC'), w_until) AS h0 FROM (
              SELECT ${from}::timestamptz AS w_from, ${until}::timestamptz AS w_until,
                coalesce(max(hours_until), '-infinity') AS hours_until, coalesce(max(days_until), '-infinity') AS days_until
              FROM rolled_up WHERE subject = '${subject}' AND id = ${id}
            ) AS asked
          ) AS begun
        ) AS whole_hours
      ) AS whole_days
    ) AS pieces CROSS JOIN LATERAL (
      ${summed("day", "pieces.d0", "pieces.d1")}
      UNION ALL ${summed("hour", "pieces.h0", "pieces.d0")}
      UNION ALL ${summed("hour", "pieces.d1", "pieces.h1")}
      UNION ALL ${minutes(id, "pieces.w_from", "pieces.h0")}
      UNION ALL ${minutes(id, "pieces.h1", "pieces.w_until")}
    ) AS counted
  )`;
}

/** A range of the index for each shard. */
const ofShards = (table: string, columns: string, id: string, from: string, until: string) =>
  `SELECT minute AS at, ${columns} FROM generate_series(0, ${ALL_SHARDS - 1}) AS of_shard JOIN ${table}
     ON sync_id = ${id} AND shard = of_shard AND minute >= ${from} AND minute < ${until}`;

const COUNTS: Source = {
  subject: "sync",
  columns: "outcome, reason, count, first_attempt",
  sums: "sync_sums",
  minutes: (...range) =>
    ofShards("sync_minutes", "outcome, reason, count, first_attempt", ...range),
};

const LATENCIES: Source = {
  subject: "sync",
  columns: "stage, bucket, count",
  sums: "sync_latency_sums",
  minutes: (...range) =>
    `${ofShards("sync_latencies", "'total' AS stage, bucket, count", ...range)}
     UNION ALL ${ofShards("sync_stages", "stage, bucket, count", ...range)}`,
};

const INGESTED: Source = {
  subject: "project",
  columns: "events",
  sums: "ingest_sums",
  minutes: (id, from, until) =>
    `SELECT minute AS at, events FROM ingest_minutes
     WHERE project_id = ${id} AND minute >= ${from} AND minute < ${until} AND outcome = 'accepted'`,
};

/** (at, outcome, reason, count, first_attempt) of a sync; outcome `read` is what it read. */
export const countsBetween = (syncId: string, from: string, until: string): string =>
  between(COUNTS, syncId, from, until);

/** (at, stage, bucket, count) of a sync. */
export const latenciesBetween = (syncId: string, from: string, until: string): string =>
  between(LATENCIES, syncId, from, until);

/** (at, events) that ingestion accepted for a project. */
export const ingestedBetween = (projectId: string, from: string, until: string): string =>
  between(INGESTED, projectId, from, until);

/** Since the beginning: `from` of all there is. */
export const BEGINNING = "to_timestamp(0)";
