import type { PoolClient } from "pg";
import { ALL_SHARDS } from "@/lib/engine/pipeline/log/shard";
import { BEGINNING, countsBetween } from "./counts-between";

// Closed hours and days become sums. Whoever counts holds a lock that is taken here as well, so that nothing is counted
// into an hour while it is summed up; what is counted into it later goes into both (add-counts.ts).

/** An hour is closed so long after its end: a settling, or an append, is over by then. */
const CLOSED_AFTER = "5 minutes";
/** Hours of one transaction: the locks are held that long. */
const HOURS_AT_ONCE = 24;

interface Subject {
  readonly name: "sync" | "project";
  readonly all: string;
  /** Keeps everybody out who counts for the id $1. */
  readonly lock: string;
  /** Puts right what programs of the release before have not counted. */
  readonly mend: string | null;
  /** The first minute of the id $1 at or after $2. */
  readonly firstMinute: string;
  /** Sums the minutes of the id $1 in [$2, $3) into hours. */
  readonly hours: readonly string[];
  /** Sums the hours of the id $1 in [$2, $3) into days. */
  readonly days: readonly string[];
}

const toDays = (table: string, owner: string, keys: string, sums: readonly string[]) =>
  `INSERT INTO ${table} (${owner}, grain, at, ${keys}${sums.join(", ")})
   SELECT ${owner}, 'day', date_trunc('day', at, 'UTC'), ${keys}${sums.map((sum) => `sum(${sum})`).join(", ")}
   FROM ${table} WHERE ${owner} = $1 AND grain = 'hour' AND at >= $2 AND at < $3
   GROUP BY ${owner}, ${keys} date_trunc('day', at, 'UTC')`;

const SYNCS: Subject = {
  name: "sync",
  all: "SELECT id FROM syncs ORDER BY id",
  lock: "SELECT 1 FROM cursors WHERE sync_id = $1 ORDER BY shard FOR UPDATE",
  mend: `INSERT INTO sync_minutes (sync_id, shard, minute, outcome, reason, count, first_attempt)
    SELECT $1::int, 0, date_trunc('minute', now()), 'read', '', missing.n, 0 FROM (
      SELECT (SELECT sum(read_count) FROM cursors WHERE sync_id = $1)
        - coalesce((SELECT sum(count) FROM ${countsBetween("$1", BEGINNING, "'infinity'")} AS c WHERE outcome = 'read'), 0) AS n
    ) AS missing WHERE missing.n <> 0
    ON CONFLICT (sync_id, shard, minute, outcome, reason) DO UPDATE SET count = sync_minutes.count + EXCLUDED.count`,
  firstMinute: `SELECT min(first.minute) AS minute FROM generate_series(0, ${ALL_SHARDS - 1}) AS s(shard) CROSS JOIN LATERAL (
    SELECT minute FROM sync_minutes WHERE sync_id = $1 AND shard = s.shard AND minute >= $2 ORDER BY minute LIMIT 1
  ) AS first`,
  hours: [
    `INSERT INTO sync_sums (sync_id, grain, at, outcome, reason, count, first_attempt)
     SELECT $1::int, 'hour', date_trunc('hour', minute, 'UTC'), outcome, reason, sum(count), sum(first_attempt)
     FROM generate_series(0, ${ALL_SHARDS - 1}) AS s(shard) JOIN sync_minutes m
       ON m.sync_id = $1 AND m.shard = s.shard AND m.minute >= $2 AND m.minute < $3 GROUP BY 3, 4, 5`,
    `INSERT INTO sync_latency_sums (sync_id, grain, at, stage, bucket, count)
     SELECT $1::int, 'hour', date_trunc('hour', minute, 'UTC'), 'total', bucket, sum(count)
     FROM generate_series(0, ${ALL_SHARDS - 1}) AS s(shard) JOIN sync_latencies m
       ON m.sync_id = $1 AND m.shard = s.shard AND m.minute >= $2 AND m.minute < $3 GROUP BY 3, 5`,
    `INSERT INTO sync_latency_sums (sync_id, grain, at, stage, bucket, count)
     SELECT $1::int, 'hour', date_trunc('hour', minute, 'UTC'), stage, bucket, sum(count)
     FROM generate_series(0, ${ALL_SHARDS - 1}) AS s(shard) JOIN sync_stages m
       ON m.sync_id = $1 AND m.shard = s.shard AND m.minute >= $2 AND m.minute < $3 GROUP BY 3, 4, 5`,
  ],
  days: [
    toDays("sync_sums", "sync_id", "outcome, reason, ", ["count", "first_attempt"]),
    toDays("sync_latency_sums", "sync_id", "stage, bucket, ", ["count"]),
  ],
};

const PROJECTS: Subject = {
  name: "project",
  all: "SELECT id FROM projects ORDER BY id",
  lock: "SELECT 1 FROM log_heads WHERE project_id = $1 FOR UPDATE",
  mend: null,
  firstMinute:
    "SELECT min(minute) AS minute FROM ingest_minutes WHERE project_id = $1 AND minute >= $2",
  hours: [
    `INSERT INTO ingest_sums (project_id, grain, at, events)
     SELECT $1::int, 'hour', date_trunc('hour', minute, 'UTC'), sum(events) FROM ingest_minutes
     WHERE project_id = $1 AND minute >= $2 AND minute < $3 AND outcome = 'accepted' GROUP BY 3`,
  ],
  days: [toDays("ingest_sums", "project_id", "", ["events"])],
};

/** Sums up what has closed since the last time. MUST be called by one at a time. */
export async function rollUp(client: PoolClient): Promise<void> {
  for (const subject of [SYNCS, PROJECTS]) {
    const { rows } = await client.query<{ readonly id: number }>(subject.all);
    for (const { id } of rows) while (await rollUpSome(client, subject, id));
  }
}

interface Bounds {
  readonly hours_until: string;
  readonly days_until: string;
  readonly next_hour: string;
  readonly next_day: string;
  readonly is_over: boolean;
}

/** A day's hours at most, in one transaction. Returns whether more is left. */
async function rollUpSome(client: PoolClient, subject: Subject, id: number): Promise<boolean> {
  const { rows } = await client.query<Bounds>(
    `SELECT r.hours_until::text, r.days_until::text, next.hour::text AS next_hour,
       date_trunc('day', next.hour, 'UTC')::text AS next_day, next.hour = closed.hour AS is_over
     FROM (SELECT date_trunc('hour', now() - interval '${CLOSED_AFTER}', 'UTC') AS hour) AS closed
     CROSS JOIN (
       SELECT coalesce(max(hours_until), '-infinity') AS hours_until, coalesce(max(days_until), '-infinity') AS days_until
       FROM rolled_up WHERE subject = $2 AND id = $1
     ) AS r
     CROSS JOIN LATERAL (${subject.firstMinute.replaceAll("$2", "r.hours_until")}) AS first
     CROSS JOIN LATERAL (
       SELECT least(coalesce(date_trunc('hour', first.minute, 'UTC') + interval '${HOURS_AT_ONCE} hours', closed.hour),
         closed.hour) AS hour
     ) AS next
     WHERE next.hour > r.hours_until`,
    [id, subject.name],
  );
  const [bounds] = rows;
  if (bounds === undefined) return false;
  await client.query("BEGIN");
  try {
    await client.query(subject.lock, [id]);
    if (subject.mend !== null) await client.query(subject.mend, [id]);
    for (const sql of subject.hours) {
      await client.query(sql, [id, bounds.hours_until, bounds.next_hour]);
    }
    for (const sql of subject.days) {
      await client.query(sql, [id, bounds.days_until, bounds.next_day]);
    }
    await client.query(
      `INSERT INTO rolled_up (subject, id, hours_until, days_until) VALUES ($2, $1, $3, $4)
       ON CONFLICT (subject, id) DO UPDATE SET hours_until = EXCLUDED.hours_until, days_until = EXCLUDED.days_until`,
      [id, subject.name, bounds.next_hour, bounds.next_day],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
  return !bounds.is_over;
}
