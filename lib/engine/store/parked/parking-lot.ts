import type { Pool } from "pg";
import {
  type DueEvent,
  PARKED_LOOK,
  type ParkedScope,
  type ParkingLot,
  WAIT_MS_MAX,
} from "@/lib/engine/pipeline/deliver/parking-lot";
import { PAGE_BYTES_MAX } from "@/lib/engine/pipeline/log/event-log";
import type { Event } from "@/lib/engine/pipeline/source/event";
import { storedEvents } from "@/lib/engine/store/event-log/read-shards";
import {
  bytesBefore,
  EVENT_FIELDS,
  type EventRow,
} from "@/lib/engine/store/event-log/stored-event";
import type { PersonId } from "@/lib/kernel/brand";
import { timestamp } from "@/lib/platform/postgres/copy";

interface DueRow extends EventRow {
  readonly tries: number;
  readonly requests: number;
  readonly redelivery_of: number | null;
  readonly request_ids: readonly string[];
}

/** The parked events on PostgreSQL; each look is a few index probes, however many are parked. */
export function createParkingLot(pool: Pool): ParkingLot {
  return {
    due: (scope, nowMs) => due(pool, scope, nowMs),
    waiting: async (sync, people) => {
      const { rows } = await pool.query<{ readonly person_id: PersonId }>({
        name: "waiting-people",
        text: `SELECT person_id FROM unnest($2::bigint[]) AS person_id
               WHERE EXISTS (SELECT 1 FROM parked p WHERE p.sync_id = $1 AND p.person_id = person_id.person_id)`,
        values: [sync, people],
      });
      return new Set(rows.map((row) => row.person_id));
    },
    nextDue: async ({ syncId, shards }) => {
      const { rows } = await pool.query<{ readonly at_ms: number | null }>({
        name: "next-due",
        text: `SELECT (extract(epoch FROM min(next.retry_at)) * 1000)::bigint AS at_ms
               FROM unnest($2::smallint[]) AS s(shard) CROSS JOIN LATERAL (
                 SELECT retry_at FROM parked WHERE sync_id = $1 AND shard = s.shard AND retry_at IS NOT NULL
                 ORDER BY retry_at LIMIT 1
               ) AS next`,
        values: [syncId, shards],
      });
      return rows[0]?.at_ms ?? null;
    },
  };
}

async function due(
  pool: Pool,
  { projectId, syncId, shards }: ParkedScope,
  nowMs: number,
): Promise<readonly DueEvent[]> {
  const people = await pool.query<{ readonly person_id: PersonId }>({
    name: "due-people",
    text: `SELECT due.person_id FROM unnest($2::smallint[]) AS s(shard) CROSS JOIN LATERAL (
             (SELECT person_id, retry_at FROM parked
              WHERE sync_id = $1 AND shard = s.shard AND retry_at <= $3::timestamptz
              ORDER BY retry_at LIMIT $4)
             UNION ALL
             (SELECT person_id, retry_at FROM parked
              WHERE sync_id = $1 AND shard = s.shard AND retry_at > $5::timestamptz
              ORDER BY retry_at LIMIT $4)
           ) AS due
           GROUP BY due.person_id ORDER BY min(due.retry_at) LIMIT $4`,
    values: [syncId, shards, timestamp(nowMs), PARKED_LOOK.people, timestamp(nowMs + WAIT_MS_MAX)],
  });
  if (people.rows.length === 0) return [];
  const { rows } = await pool.query<DueRow>({
    name: "due-events",
    text: `SELECT due.* FROM (
             SELECT p.tries, p.requests, p.redelivery_of, p.request_ids, e.*, ${bytesBefore("e")} AS bytes_before
             FROM unnest($3::bigint[]) AS x(person_id)
             CROSS JOIN LATERAL (
               SELECT "offset", tries, requests, redelivery_of,
                 coalesce(request_ids, array_remove(ARRAY[request_id], NULL))::text[] AS request_ids FROM parked
               WHERE sync_id = $2 AND person_id = x.person_id ORDER BY "offset" LIMIT $4
             ) AS p
             CROSS JOIN LATERAL (
               SELECT ${EVENT_FIELDS} FROM events WHERE project_id = $1 AND "offset" = p."offset"
             ) AS e
           ) AS due
           WHERE due.bytes_before <= $5
           ORDER BY due."offset"`,
    values: [
      projectId,
      syncId,
      people.rows.map((row) => row.person_id),
      PARKED_LOOK.eventsPerPerson,
      PAGE_BYTES_MAX,
    ],
  });
  const events = storedEvents(pool, projectId, rows, false);
  return rows.map(({ tries, requests, request_ids, redelivery_of }, index) => ({
    event: events[index] as Event,
    tries,
    attempts: requests,
    requestIds: request_ids,
    redeliveryOf: redelivery_of,
  }));
}
