import type { Statement } from "@/lib/engine/store/statement";
import type { SyncId } from "@/lib/kernel/brand";
import { timestamp } from "@/lib/platform/postgres/copy";

/**
 * The first parked event of each of these people is due at `atMs`, if it was not due before. Nothing else of it changes:
 * its attempts stay used, and those behind it keep their order. Gives one { tried }.
 */
export const tryFirst = (syncId: SyncId, people: readonly number[], atMs: number): Statement => ({
  text: `WITH tried AS (
      UPDATE parked p SET retry_at = $3::timestamptz
      FROM unnest($2::bigint[]) AS of(person_id) CROSS JOIN LATERAL (
        SELECT shard, "offset" FROM parked
        WHERE sync_id = $1::int AND person_id = of.person_id ORDER BY "offset" LIMIT 1
      ) AS first
      WHERE p.sync_id = $1::int AND p.shard = first.shard AND p."offset" = first."offset"
        AND (p.retry_at IS NULL OR p.retry_at > $3::timestamptz)
      RETURNING 1
    )
    SELECT count(*)::int AS tried FROM tried`,
  values: [syncId, people, timestamp(atMs)],
});
