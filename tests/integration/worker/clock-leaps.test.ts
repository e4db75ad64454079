import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import { claimLeases, heartbeat } from "@/lib/engine/store/delivery/leases";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import { createParkingLot } from "@/lib/engine/store/parked/parking-lot";
import { shiftWaits } from "@/lib/engine/store/parked/shift-waits";
import type { ProjectId, Shard, SyncId } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";

// What is stored by the database's clock when that clock is set. It cannot be set here: instead the rows are moved,
// as rows written before a leap lie when one looks at them after it.

const LEAPS_MS = [-30 * 86_400_000, -3_600_000, 3_600_000, 30 * 86_400_000];
const shards = Array.from({ length: SHARDS }, (_, shard) => shard as Shard);

let database: TestDatabase;
let pool: Pool;
let project: ProjectId;
let sync: SyncId;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 4, "test");
});

beforeEach(async () => {
  await pool.query("UPDATE syncs SET enabled = false");
  await pool.query("DELETE FROM workers");
  project = await makeProject(pool);
  sync = await makeSync(pool, project);
});

afterAll(async () => {
  await pool.end();
  await database.close();
});

/** Parks the project's one event, due in so many ms. */
async function park(inMs: number): Promise<void> {
  await createPostgresEventLog(pool).append(project, [makeIncoming()]);
  await pool.query(
    `INSERT INTO parked (sync_id, shard, "offset", person_id, tries, requests, retry_at, reason, message, parked_at)
     SELECT $1, shard, "offset", person_id, 1, 1, now() + $3::float8 * interval '1 millisecond', 'timeout', '', now()
     FROM events WHERE project_id = $2`,
    [sync, project, inMs],
  );
}

const waitsMs = async (): Promise<number> => {
  const { rows } = await pool.query<{ ms: string }>(
    "SELECT extract(epoch FROM retry_at - now()) * 1000 AS ms FROM parked WHERE sync_id = $1",
    [sync],
  );
  return Number(rows[0]?.ms);
};

test.each(LEAPS_MS)(
  "set by %d ms, it leaves parked events waiting for as long as before",
  async (leapMs) => {
    await claimLeases(pool, "me", 1);
    // Before the leap it was due in a minute; after it the same moment lies elsewhere.
    await park(60_000 - leapMs);
    await shiftWaits(pool, "me", Date.now() - leapMs, leapMs);
    expect(await waitsMs()).toBeGreaterThan(50_000);
    expect(await waitsMs()).toBeLessThan(61_000);
  },
);

test("set back while nobody ran, it lets nobody wait beyond the schedule", async () => {
  await park(30 * 86_400_000);
  const scope = { projectId: project, syncId: sync, shards };
  expect(await createParkingLot(pool).due(scope, Date.now())).toHaveLength(1);
});

test("who waits within the schedule is not due before their time", async () => {
  await park(3 * 3_600_000);
  const scope = { projectId: project, syncId: sync, shards };
  expect(await createParkingLot(pool).due(scope, Date.now())).toEqual([]);
});

test("set back, it leaves no lease of a dead worker standing, and counts no dead worker as alive", async () => {
  await heartbeat(pool, "dead");
  await claimLeases(pool, "dead", 1);
  await pool.query("UPDATE cursors SET lease_until = lease_until + interval '30 days'");
  await pool.query("UPDATE workers SET seen_at = seen_at + interval '30 days'");
  const { live } = await heartbeat(pool, "me");
  expect(live).toBe(1);
  expect(await claimLeases(pool, "me", live)).toHaveLength(SHARDS);
});
