import type { PoolClient } from "pg";
import type { Partition } from "@/lib/engine/store/drop-partitions";
import { freeFirstOfAll } from "./free-first";

/** What is parked of a partition can be sent no more once it is dropped: it expires, on record, and counted. */
export async function expireParked(client: PoolClient, { name }: Partition): Promise<void> {
  await client.query(
    `WITH lost AS (
       DELETE FROM parked p USING syncs s, ${name} e
       WHERE s.id = p.sync_id AND e.project_id = s.project_id AND e."offset" = p."offset"
       RETURNING p.sync_id, s.version, p."offset", p.shard, p.person_id, e.uuid, e.kind, e.event_type, e.user_id,
         p.reason, p.requests, p.request_id, p.request_ids, e.event_time, e.received_at, p.redelivery_of
     ), logged AS (
       INSERT INTO deliveries (day, sync_id, sync_version, "offset", shard, person_id, event_uuid, kind, event_type,
         user_id, outcome, reason, detail, attempts, request_id, request_ids, event_time, received_at, settled_at,
         redelivery_of)
       SELECT (now() AT TIME ZONE 'UTC')::date, sync_id, version, "offset", shard, person_id, uuid, kind,
         event_type, user_id, 'expired', reason, '{"message":"The event log no longer holds this event"}', requests,
         request_id, request_ids, event_time, received_at, now(), redelivery_of
       FROM lost
     )
     INSERT INTO sync_minutes (sync_id, shard, minute, outcome, reason, count, first_attempt)
     SELECT sync_id, shard, date_trunc('minute', now()), 'expired', reason, count(*), 0 FROM lost
     GROUP BY sync_id, shard, reason
     ON CONFLICT (sync_id, shard, minute, outcome, reason) DO UPDATE SET count = sync_minutes.count + EXCLUDED.count`,
  );
  await client.query(freeFirstOfAll());
}
