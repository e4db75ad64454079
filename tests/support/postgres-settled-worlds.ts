import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import type { StreamCursor } from "@/lib/engine/pipeline/run-once";
import { createSettlementStore } from "@/lib/engine/store/delivery/settle";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { createParkingLot } from "@/lib/engine/store/parked/parking-lot";
import type { Offset, Shard } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
import type { SettledWorlds } from "@/tests/contracts/settled-world";
import { createTestDatabase } from "./database";
import { makeIncoming } from "./make-event";
import { makeProject } from "./make-project";
import { makeSync } from "./make-sync";

/** Syncs on a PostgreSQL of their own, each in a project of its own. */
export async function postgresSettledWorlds(): Promise<SettledWorlds> {
  const database = await createTestDatabase();
  const pool = createPool(database.url, 10, "test");
  const log = createPostgresEventLog(pool);
  return {
    make: async (people) => {
      const projectId = await makeProject(pool);
      const syncId = await makeSync(pool, projectId);
      await log.append(
        projectId,
        people.map((userId) => makeIncoming({ userId })),
      );
      const everywhere = Array.from({ length: SHARDS }, (_, shard) => ({
        shard: shard as Shard,
        position: 0 as Offset,
      }));
      const rowsOf = async <T extends object>(text: string): Promise<readonly T[]> =>
        (await pool.query<T>(text, [syncId])).rows;
      return {
        store: createSettlementStore(pool),
        parking: createParkingLot(pool),
        projectId,
        syncId,
        events: await log.read(projectId, everywhere, people.length),
        claim: async (shards) => {
          const { rows } = await pool.query<StreamCursor>(
            `UPDATE cursors SET lease_token = lease_token + 1 WHERE sync_id = $1 AND shard = ANY($2::smallint[])
             RETURNING shard, lease_token AS token, position`,
            [syncId, shards],
          );
          return rows;
        },
        books: async () => {
          const cursors = await rowsOf<{ shard: number; position: number; read: number }>(
            `SELECT shard, position, read_count AS read FROM cursors WHERE sync_id = $1 AND read_count > 0`,
          );
          const counts = await rowsOf<{ outcome: string; count: number }>(
            `SELECT outcome, sum(count)::int AS count FROM sync_minutes
             WHERE sync_id = $1 AND outcome <> 'read' GROUP BY outcome`,
          );
          const [requests] = await rowsOf<{ count: number }>(
            `SELECT count(*)::int FROM delivery_requests WHERE sync_id = $1`,
          );
          return {
            cursors: Object.fromEntries(
              cursors.map(({ shard, position, read }) => [shard, { position, read }]),
            ),
            counts: Object.fromEntries(counts.map(({ outcome, count }) => [outcome, count])),
            deliveries: await rowsOf(
              `SELECT "offset", outcome, reason, attempts, redelivery_of IS NOT NULL AS "isRedelivery",
                 coalesce(request_ids, array_remove(ARRAY[request_id], NULL))::text[] AS "requestIds"
               FROM deliveries WHERE sync_id = $1 ORDER BY id`,
            ),
            parked: await rowsOf(
              `SELECT "offset", tries, (extract(epoch FROM retry_at) * 1000)::bigint AS "retryAtMs"
               FROM parked WHERE sync_id = $1 ORDER BY "offset"`,
            ),
            requests: requests?.count ?? 0,
            spans: await rowsOf(
              `SELECT shard, from_offset AS "from", version FROM sync_reads WHERE sync_id = $1 AND version IS NOT NULL
               ORDER BY shard, from_offset`,
            ),
          };
        },
        redeliver: async (event, nowMs) => {
          await pool.query(
            `INSERT INTO parked (sync_id, shard, "offset", person_id, tries, requests, retry_at, reason, message,
               parked_at, redelivery_of)
             SELECT sync_id, shard, "offset", person_id, 0, 0, to_timestamp($3::float8 / 1000), 'redelivery', '', now(), id
             FROM deliveries WHERE sync_id = $1 AND "offset" = $2`,
            [syncId, event.offset, nowMs],
          );
        },
      };
    },
    close: async () => {
      await pool.end();
      await database.close();
    },
  };
}
