/**
 * The one place where counts of events go into the counters: CTEs that add the rows of the CTE `source` (sync_id, shard,
 * minute, outcome, reason, count, first_attempt; each key once) to the minutes, and to the hours and days that are
 * summed up already. A count may be negative: an event that is sent again is not discarded any more.
 * The cursors of the sync MUST be locked, or the minute be the present one: whoever sums up locks them all.
 */
export const addCounts = (source: string): string => `
  minutes_counted AS (
    INSERT INTO sync_minutes (sync_id, shard, minute, outcome, reason, count, first_attempt)
    SELECT sync_id, shard, minute, outcome, reason, count, first_attempt FROM ${source}
    ON CONFLICT (sync_id, shard, minute, outcome, reason) DO UPDATE SET
      count = sync_minutes.count + EXCLUDED.count,
      first_attempt = sync_minutes.first_attempt + EXCLUDED.first_attempt
  ), sums_counted AS (
    INSERT INTO sync_sums (sync_id, grain, at, outcome, reason, count, first_attempt)
    SELECT c.sync_id, g.grain, date_trunc(g.grain, c.minute, 'UTC'), c.outcome, c.reason, sum(c.count),
      sum(c.first_attempt)
    FROM ${source} c JOIN rolled_up r ON r.subject = 'sync' AND r.id = c.sync_id
    CROSS JOIN LATERAL (VALUES ('hour', r.hours_until), ('day', r.days_until)) AS g(grain, until)
    WHERE c.minute < g.until GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (sync_id, grain, at, outcome, reason) DO UPDATE SET
      count = sync_sums.count + EXCLUDED.count,
      first_attempt = sync_sums.first_attempt + EXCLUDED.first_attempt
  )`;
