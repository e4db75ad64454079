import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  claimLeases,
  heartbeat,
  heldLeases,
  type Lease,
  releaseLeases,
} from "@/lib/engine/store/delivery/leases";
import { createSettlementStore } from "@/lib/engine/store/delivery/settle";
import type { Offset } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";

const ROUNDS = 150;

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 10, "test");
});

afterAll(async () => {
  await pool.end();
  await database.close();
});

/** Moves nothing: only locks the cursors, in the order given. */
const settle = (leases: readonly Lease[]) => {
  const [first] = leases;
  if (first === undefined) throw new Error("no leases");
  return createSettlementStore(pool).settle({
    syncId: first.syncId,
    syncVersion: 1,
    readMs: Date.now(),
    settledMs: Date.now(),
    moves: leases.map(({ shard, token, position }) => ({
      shard,
      token,
      previous: position,
      position: position as Offset,
      read: 0,
    })),
    settled: [],
    parked: [],
    requests: [],
  });
};

test("settling, renewing and giving back leases never wait for each other in a circle", async () => {
  const project = await makeProject(pool);
  await makeSync(pool, project);
  await claimLeases(pool, "me", 1);
  const leases = [...(await heldLeases(pool, "me"))];
  const backwards = [...leases].reverse();
  expect(leases).toHaveLength(16);
  const nobody = leases.map(({ syncId, shard }) => ({ syncId, shard }));
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.all([
      settle(leases),
      settle(backwards),
      heartbeat(pool, "me"),
      releaseLeases(pool, "somebody else", nobody),
      settle(round % 2 === 0 ? leases : backwards),
    ]);
  }
});
