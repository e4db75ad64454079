import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Fate } from "@/lib/admin/events/fate";
import { fateOf } from "@/lib/admin/events/fate-of";
import { redeliver } from "@/lib/admin/events/redeliver";
import { createProject } from "@/lib/admin/projects/create-project";
import { createSync } from "@/lib/admin/syncs/create-sync";
import type { SyncPatch } from "@/lib/admin/syncs/sync";
import { updateSync } from "@/lib/admin/syncs/update-sync";
import { SHARDS } from "@/lib/engine/pipeline/log/shard";
import type { Outcome } from "@/lib/engine/pipeline/record/outcome";
import { createSettlementStore } from "@/lib/engine/store/delivery/settle";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import type { Offset, ProjectId, Shard, SyncId } from "@/lib/kernel/brand";
import type { JsonObject } from "@/lib/kernel/json";
import { createPool } from "@/lib/platform/postgres/pool";
import {
  delivered,
  ended,
  filtered,
  NOW_MS,
  REQUEST,
  refused,
  settle,
  WAITED,
  waits,
} from "@/tests/contracts/settled-world";
import { ingest } from "./events";
import { createWorld, type World } from "./world";

let world: World;
let pool: ReturnType<typeof createPool>;
let projectId: ProjectId;

beforeAll(async () => {
  world = await createWorld();
  pool = createPool(world.url, 5, "test");
});
beforeEach(async () => {
  projectId = (await createProject(world.system, { name: "Shop" })).id;
});
afterAll(async () => {
  await pool.end();
  await world.close();
});

const PRICES = [
  { event: "Login", where: [] },
  { event: "Purchase", where: [{ property: "ep:price", op: "greater", values: ["10"] }] },
];

async function makeSync(part: SyncPatch = {}): Promise<SyncId> {
  const { id } = await createSync(world.system, {
    projectId,
    enabled: true,
    config: { site_id: "site-1" },
    secrets: { api_key: "api-key-1" },
    ...part,
    name: "Marketing",
    settings: { sendEvents: true, eventRows: PRICES, ...part.settings },
  });
  return id;
}

const save = (id: SyncId, patch: SyncPatch, sendMissed = false) =>
  updateSync(world.system, { id, patch, sendMissed });

/** An event of Ann for each, in order. */
const send = (...events: JsonObject[]) =>
  ingest(
    world.url,
    projectId,
    events.map((event) => ({ user_id: "ann", event_type: "Purchase", ...event })),
  );

const bought = (price: number): JsonObject => ({ event_properties: { price } });

async function eventAt(offset: number) {
  const everywhere = Array.from({ length: SHARDS }, (_, shard) => ({
    shard: shard as Shard,
    position: (offset - 1) as Offset,
  }));
  const events = await createPostgresEventLog(pool).read(projectId, everywhere, 1);
  const event = events.find((each) => each.offset === offset);
  if (event === undefined) throw new Error(`no event ${offset}`);
  return event;
}

/** What a worker writes with these settings; it reads up to the events, wherever it was. */
async function settles(syncId: SyncId, version: number, ends: Parameters<typeof settle>[2]) {
  const { rows } = await pool.query<{ shard: Shard; token: number; position: Offset }>(
    "SELECT shard, lease_token AS token, position FROM cursors WHERE sync_id = $1",
    [syncId],
  );
  await settle({ store: createSettlementStore(pool), syncId }, rows, ends, { version });
}

const reads = async (
  syncId: SyncId,
  version: number,
  offset: number,
  outcome: Outcome = filtered,
) =>
  settles(syncId, version, { settled: [ended(await eventAt(offset), outcome, null, [REQUEST])] });

async function fate(offset: number): Promise<Fate> {
  const [only, ...others] = await fateOf(world.system, projectId, { offset: offset as Offset });
  expect(others).toEqual([]);
  if (only === undefined) throw new Error("no fate");
  return only;
}

describe("what was filtered", () => {
  test("says the version that read it, row, clause and value for ever", async () => {
    const id = await makeSync();
    await send(bought(4));
    await reads(id, 1, 1);
    const told = {
      status: "filtered",
      reason: "no_row_matches",
      version: 1,
      row: "B",
      clause: { property: "ep:price", op: "greater", values: ["10"], actual: 4 },
    };
    expect(await fate(1)).toMatchObject(told);
    await save(id, { settings: { eventRows: [{ event: "_all" }] } });
    expect(await fate(1)).toMatchObject(told);
    await save(id, { enabled: false });
    await send(bought(5));
    await save(id, { enabled: true });
    expect(await fate(1)).toMatchObject(told);
  });

  test("sees the person as it was then", async () => {
    const where = [{ property: "gp:plan", op: "is", values: ["pro"] }];
    const id = await makeSync({ settings: { eventRows: [{ event: "Purchase", where }] } });
    await send({ user_properties: { plan: "free" } }, { user_properties: { plan: "pro" } });
    await reads(id, 1, 1);
    expect(await fate(1)).toMatchObject({ status: "filtered", clause: { actual: "free" } });
  });

  test("has no row where none names it, and no clause where the rows were not asked", async () => {
    const id = await makeSync();
    await send({ event_type: "Other" }, bought(1));
    await reads(id, 1, 1);
    expect(await fate(1)).toMatchObject({ reason: "no_row_matches", row: null, clause: null });
    await save(id, { settings: { sendEvents: false } });
    await reads(id, 2, 2);
    expect(await fate(2)).toMatchObject({ reason: "events_off", version: 2, row: null });
  });

  test("after it waited says the version of its turn, and what was tried", async () => {
    const id = await makeSync();
    await send(bought(20));
    const event = await eventAt(1);
    const asked = { requestId: REQUEST, requestIds: [REQUEST] };
    await settles(id, 1, { parked: [waits(event, NOW_MS, asked)] });
    await save(id, {
      settings: {
        eventRows: [
          { event: "Purchase", where: [{ property: "ep:price", op: "greater", values: ["30"] }] },
        ],
      },
    });
    await settles(id, 2, { settled: [ended(event, filtered, WAITED, [REQUEST])] });
    expect(await fate(1)).toMatchObject({
      status: "filtered",
      version: 2,
      row: "A",
      clause: { actual: 20, values: ["30"] },
      attemptCount: 1,
      requestIds: [REQUEST],
    });
  });
});

describe("what was not streamed", () => {
  test("says which version had disabled the sync, while it is and afterwards", async () => {
    const id = await makeSync();
    await send(bought(20));
    await reads(id, 1, 1, delivered());
    await save(id, { enabled: false });
    await save(id, { name: "Renamed while it was off" });
    await send(bought(21));
    const told = { status: "not_streamed", reason: "disabled", version: 2 };
    expect(await fate(2)).toMatchObject(told);
    await save(id, { enabled: true });
    expect(await fate(2)).toMatchObject(told);
    await send(bought(5));
    await reads(id, 4, 3);
    await save(id, { enabled: false });
    expect(await fate(2)).toMatchObject(told);
    expect(await fate(3)).toMatchObject({ status: "filtered", version: 4 });
    expect((await fate(2)).versionAt).toEqual(new Date(world.clock.now()));
  });

  test("but missed and sent after all is read under the newer version", async () => {
    const id = await makeSync();
    await save(id, { enabled: false });
    await send(bought(4));
    expect(await fate(1)).toMatchObject({ status: "not_streamed", version: 2 });
    await save(id, { enabled: true }, true);
    expect(await fate(1)).toMatchObject({ status: "not_read", version: null });
    await reads(id, 3, 1);
    expect(await fate(1)).toMatchObject({ status: "filtered", version: 3, row: "B" });
  });

  test("because the sync came later, or never came to be enabled", async () => {
    await send(bought(20));
    const id = await makeSync({ enabled: false });
    expect(await fate(1)).toMatchObject({ status: "not_streamed", reason: "never_enabled" });
    await save(id, { enabled: true });
    expect(await fate(1)).toMatchObject({ reason: "enabled_later", version: 2 });
    await send(bought(4));
    await reads(id, 2, 2);
    expect(await fate(1)).toMatchObject({ reason: "enabled_later", version: 2 });
    expect(await fate(2)).toMatchObject({ status: "filtered" });
  });

  test("not read yet says what keeps the sync from it", async () => {
    const id = await makeSync();
    await send(bought(20));
    expect(await fate(1)).toMatchObject({ status: "not_read", reason: null });
    await world.db.breaker.create({
      data: { syncId: id, reason: "timeout", message: "silence", since: new Date(), owner: "w" },
    });
    expect(await fate(1)).toMatchObject({ reason: "timeout", message: "silence" });
  });
});

describe("what waits", () => {
  test("says its next attempt, its requests, and behind whom", async () => {
    const id = await makeSync();
    await send(bought(20), bought(21));
    const [one, two] = [await eventAt(1), await eventAt(2)];
    const requestIds = [REQUEST, "00000000-0000-4000-8000-000000000002"];
    const first = waits(one, NOW_MS, { attempts: 2, requestId: REQUEST, requestIds });
    await settles(id, 1, { parked: [first, waits(two, null)] });
    expect(await fate(1)).toMatchObject({
      status: "waiting",
      reason: "server_error",
      message: "500",
      nextAttemptAt: new Date(NOW_MS),
      behind: null,
      attemptCount: 2,
      requestIds,
      version: 1,
    });
    expect(await fate(2)).toMatchObject({
      status: "waiting",
      reason: "behind_person",
      nextAttemptAt: null,
      behind: one.uuid,
    });
    await settles(id, 1, { settled: [ended(one, delivered(), WAITED, requestIds)] });
    expect(await fate(1)).toMatchObject({ status: "delivered", requestIds, nextAttemptAt: null });
    expect(await fate(2)).toMatchObject({
      behind: null,
      message: "The earlier event has ended: it is next.",
    });
  });

  test("to be sent again by hand keeps what went before, and so does what comes of it", async () => {
    const id = await makeSync();
    await send(bought(20));
    await reads(id, 1, 1, refused);
    const [first] = (await fate(1)).deliveryIds;
    await redeliver(world.system, { syncId: id, filter: {} });
    expect(await fate(1)).toMatchObject({
      status: "waiting",
      reason: "redelivery",
      attemptCount: 2,
      deliveryIds: [first],
    });
    const again = { redeliveryOf: first ?? null, attempts: 0, requestIds: [] };
    await settles(id, 1, { settled: [ended(await eventAt(1), delivered(), again)] });
    const { status, deliveryIds, attemptCount } = await fate(1);
    expect([status, deliveryIds.length, deliveryIds[0], attemptCount]).toEqual([
      "delivered",
      2,
      first,
      3,
    ]);
  });
});

describe("what is no longer on record", () => {
  test("was selected, and its row is gone", async () => {
    const id = await makeSync();
    await send(bought(20));
    await reads(id, 1, 1, delivered());
    await pool.query("DELETE FROM deliveries WHERE sync_id = $1", [id]);
    expect(await fate(1)).toMatchObject({
      status: "no_longer_retained",
      reason: null,
      version: 1,
    });
  });

  test("was read by a build that did not say under which version, before this one or beside it", async () => {
    const id = await makeSync();
    await send(bought(1), bought(2), bought(3));
    await reads(id, 1, 1);
    const { shard } = await eventAt(1);
    const olderBuild = "UPDATE cursors SET position = 2 WHERE sync_id = $1 AND shard = $2";
    await pool.query(olderBuild, [id, shard]);
    const unknown = { status: "no_longer_retained", reason: "version_unknown", version: null };
    expect(await fate(2)).toMatchObject(unknown);
    await reads(id, 1, 3);
    expect(await fate(2)).toMatchObject(unknown);
    expect(await fate(1)).toMatchObject({ status: "filtered", version: 1 });
    expect(await fate(3)).toMatchObject({ status: "filtered", version: 1 });
  });

  test("was read under a version that cannot be read", async () => {
    const id = await makeSync();
    await send(bought(4));
    await reads(id, 1, 1);
    await pool.query(`UPDATE sync_versions SET state = '{"enabled": "?"}' WHERE sync_id = $1`, [
      id,
    ]);
    expect(await fate(1)).toMatchObject({
      status: "no_longer_retained",
      reason: "version_unreadable",
      version: 1,
    });
  });
});
