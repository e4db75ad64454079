import { addCounts } from "@/lib/engine/store/counters/add-counts";
import type { Statement } from "@/lib/engine/store/statement";

/** Which parked events end, and how. */
interface EndParked {
  /** Where their events lie: `events`, or one of its partitions. */
  readonly events: string;
  /** A condition on `parked p`, `syncs s` and the event `e`, whose values are $1, $2 …. */
  readonly where: string;
  readonly values: readonly unknown[];
  readonly outcome: "expired" | "discarded";
  /** Null: the one it waited for. */
  readonly reason: string | null;
  readonly message: string;
}

/** What one EndParked did; `people` are those whose first parked event MUST be freed after it. */
export interface EndedParked {
  readonly ended: number;
  readonly people: readonly number[] | null;
}

/**
 * Ends parked events that no worker settles: on record, and counted, so that the sums agree. A worker that is sending
 * one of them finds its settling void. The sync's cursors MUST be locked, as by a settling. Gives one EndedParked.
 */
export function endParked({
  events,
  where,
  values,
  outcome,
  reason,
  message,
}: EndParked): Statement {
  const [end, why, detail] = [1, 2, 3].map((n) => `$${values.length + n}`);
  return {
    text: `WITH ended AS (
        DELETE FROM parked p USING syncs s, ${events} e
        WHERE s.id = p.sync_id AND e.project_id = s.project_id AND e."offset" = p."offset" AND ${where}
        RETURNING p.sync_id, s.version, p."offset", p.shard, p.person_id, e.uuid, e.kind, e.event_type, e.user_id,
          coalesce(${why}::text, p.reason) AS reason, p.requests, p.request_id, p.request_ids, e.event_time,
          e.received_at, p.redelivery_of
      ), logged AS (
        INSERT INTO deliveries (day, sync_id, sync_version, "offset", shard, person_id, event_uuid, kind, event_type,
          user_id, outcome, reason, detail, attempts, request_id, request_ids, event_time, received_at, settled_at,
          redelivery_of)
        SELECT (now() AT TIME ZONE 'UTC')::date, sync_id, version, "offset", shard, person_id, uuid, kind,
          event_type, user_id, ${end}::text, reason, json_build_object('message', ${detail}::text)::text, requests,
          request_id, request_ids, event_time, received_at, now(), redelivery_of
        FROM ended
      ), counted AS (
        SELECT sync_id, shard, date_trunc('minute', now()) AS minute, ${end}::text AS outcome, reason, count(*) AS count,
          0 AS first_attempt
        FROM ended GROUP BY sync_id, shard, reason
      ), ${addCounts("counted")}
      SELECT count(*)::int AS ended, array_agg(DISTINCT person_id::float8) AS people FROM ended`,
    values: [...values, outcome, reason, message],
  };
}
