import type { SyncId } from "@/lib/kernel/brand";
import type { Statement } from "./statement";

/** What tells how one sync does: its breaker, what ended lately, and what waits for another attempt of its own. */
export interface TroubleSigns {
  readonly sync_id: SyncId;
  /** Null while the breaker is closed; then so are its message and its beginning (epoch ms). */
  readonly breaker_reason: string | null;
  readonly breaker_message: string | null;
  readonly breaker_since_ms: number | null;
  /** The sync was saved within the hour: then only the minutes after that count. */
  readonly saved_lately: boolean;
  readonly delivered: number;
  /** Discarded and expired, but for what people gave up. */
  readonly lost: number;
  /** The most frequent reason of those, and how many it has. */
  readonly lost_reason: string | null;
  readonly lost_most: number;
  /** Failed in a way that says nothing against the event; those behind them are not counted. At most RETRYING_MAX. */
  readonly retrying: number;
  readonly retrying_reason: string | null;
  readonly retrying_most: number;
}

const RETRYING_MAX = 10_000;

/** What ended of a sync `s` since a time, as TroubleSigns has it: a subquery. */
export const endedSince = (time: string): string => `(
      SELECT coalesce(sum(n) FILTER (WHERE outcome = 'delivered'), 0)::float8 AS delivered,
        coalesce(sum(n) FILTER (WHERE outcome <> 'delivered'), 0)::float8 AS lost,
        (array_agg(reason ORDER BY n DESC, reason) FILTER (WHERE outcome <> 'delivered'))[1] AS lost_reason,
        coalesce(max(n) FILTER (WHERE outcome <> 'delivered'), 0)::float8 AS lost_most
      FROM (
        SELECT m.outcome, m.reason, sum(m.count) AS n
        FROM cursors c JOIN sync_minutes m ON m.sync_id = c.sync_id AND m.shard = c.shard
        WHERE c.sync_id = s.id AND m.minute >= ${time}
          AND m.outcome IN ('delivered', 'discarded', 'expired') AND m.reason <> 'given_up'
        GROUP BY m.outcome, m.reason
      ) AS by_reason WHERE n > 0
    )`;

/** Gives TroubleSigns for each of these syncs: ranges of indexes, cut off where they could grow long. */
export const troubleSigns = (syncIds: readonly SyncId[]): Statement => ({
  name: "trouble-signs",
  text: `
    SELECT s.id AS sync_id, b.reason AS breaker_reason, b.message AS breaker_message,
      (extract(epoch FROM b.since) * 1000)::float8 AS breaker_since_ms,
      s.updated_at > now() - interval '1 hour' AS saved_lately,
      ended.delivered, ended.lost, ended.lost_reason, ended.lost_most,
      waiting.retrying, waiting.retrying_reason, waiting.retrying_most
    FROM syncs s LEFT JOIN breakers b ON b.sync_id = s.id
    CROSS JOIN LATERAL ${endedSince("greatest(s.updated_at, now() - interval '1 hour')")} AS ended
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(n), 0)::float8 AS retrying,
        (array_agg(reason ORDER BY n DESC, reason))[1] AS retrying_reason,
        coalesce(max(n), 0)::float8 AS retrying_most
      FROM (
        SELECT reason, count(*) AS n FROM (
          SELECT p.reason FROM parked p
          WHERE p.sync_id = s.id AND p.retry_at IS NOT NULL AND p.tries > 0 LIMIT ${RETRYING_MAX}
        ) AS tried GROUP BY reason
      ) AS by_reason
    ) AS waiting
    WHERE s.id = ANY($1::int[])`,
  values: [syncIds],
});

/** Requests per second of an account after it was last throttled. */
export interface ThrottledRate {
  readonly workspace: string;
  readonly rate: number;
}

/** Halved within so many seconds: while a destination throttles, that happens again and again. */
export const THROTTLED_SECONDS = 60;

/** Gives ThrottledRate for the accounts whose rate was halved within so many seconds. */
export const throttledRates = (seconds: number): Statement => ({
  name: "throttled-rates",
  text: `SELECT workspace, rate FROM rate_budgets WHERE changed_at > now() - $1 * interval '1 second'`,
  values: [seconds],
});
