import { PrismaPg } from "@prisma/adapter-pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createProject } from "@/lib/admin/projects/create-project";
import { createSync } from "@/lib/admin/syncs/create-sync";
import { getSync } from "@/lib/admin/syncs/get-sync";
import { listSyncSummaries } from "@/lib/admin/syncs/list-sync-summaries";
import { listSyncs } from "@/lib/admin/syncs/list-syncs";
import { syncMetrics } from "@/lib/admin/syncs/sync-metrics";
import { syncStatus } from "@/lib/admin/syncs/sync-status";
import { updateSync } from "@/lib/admin/syncs/update-sync";
import { PrismaClient } from "@/lib/platform/postgres/generated/client";
import { ingest } from "./events";
import { createWorld, tokenActor, type World } from "./world";

let world: World;
let projectId: number;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  projectId = (await createProject(world.system, { name: "Shop" })).id;
});
afterAll(() => world.close());

const create = (name: string, enabled = true) =>
  createSync(world.system, {
    projectId,
    name,
    enabled,
    config: { site_id: "site-1" },
    secrets: { api_key: "api-key-1" },
  });

const purchases = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ event_type: "Purchase", user_id: `user-${n}` }));

async function addMinute(
  syncId: number,
  outcome: string,
  count: number,
  minutesAgo = 1,
  reason = "",
) {
  const minute = new Date(world.clock.now() - minutesAgo * 60_000);
  await world.db.syncMinute.create({
    data: { syncId, shard: 3, minute, outcome, reason, count, firstAttempt: 0 },
  });
}

async function park(syncId: number, offset: number, retryAt: Date | null = null) {
  const parkedAt = new Date(world.clock.now());
  await world.db.parked.create({
    data: {
      ...{ syncId, shard: 0, offset, personId: 1, tries: 1, requests: 1, parkedAt },
      ...{ reason: "timeout", message: "", retryAt },
    },
  });
}

/** As if nothing had been changed for an hour. */
const savedLongAgo = (id: number) =>
  world.db.sync.update({
    where: { id },
    data: { updatedAt: new Date(world.clock.now() - 3_600_000) },
  });

const statusOf = async (id: number) =>
  (await listSyncSummaries(world.system, { projectId })).find(({ sync }) => sync.id === id)?.status;

test("a sync that never ran waits for nothing", async () => {
  await create("New", false);
  expect(await listSyncSummaries(world.system, { projectId })).toMatchObject([
    {
      sync: { name: "New" },
      status: { state: "disabled", problem: null },
      lastDay: { delivered: 0, notDelivered: 0 },
      hasDelivered: false,
      waiting: 0,
    },
  ]);
});

test("each sync has its own figures: the last day's outcomes, what waits, what is wrong", async () => {
  const busy = await create("Busy");
  const idle = await create("Idle");
  const off = await create("Off");
  await ingest(world.url, projectId, purchases(7));
  await addMinute(busy.id, "delivered", 5);
  await addMinute(busy.id, "discarded", 2);
  await addMinute(busy.id, "expired", 1, 60);
  await addMinute(busy.id, "filtered", 9);
  await addMinute(idle.id, "delivered", 4, 25 * 60);
  await park(busy.id, 1);
  await park(busy.id, 2);
  const since = new Date(world.clock.now());
  await world.db.breaker.createMany({
    data: [busy.id, off.id].map((syncId) => ({
      ...{ syncId, reason: "timeout", message: "No answer in 10 s", since, owner: "w" },
    })),
  });
  await updateSync(world.system, { id: off.id, patch: { enabled: false } });
  const summaries = await listSyncSummaries(world.system, { projectId });
  expect(summaries).toMatchObject([
    {
      sync: { id: busy.id },
      status: { state: "down", problem: { message: "No answer in 10 s", since } },
      lastDay: { delivered: 5, notDelivered: 3 },
      hasDelivered: true,
      waiting: 9,
    },
    {
      sync: { id: idle.id },
      status: { state: "enabled", problem: null },
      lastDay: { delivered: 0, notDelivered: 0 },
      hasDelivered: true,
      waiting: 7,
    },
    { sync: { id: off.id }, status: { state: "disabled", problem: null }, waiting: 0 },
  ]);
});

test("says of each sync what its own page says", async () => {
  const sync = await create("Busy");
  await ingest(world.url, projectId, purchases(20));
  await addMinute(sync.id, "delivered", 5, 60 * 24 - 1);
  await addMinute(sync.id, "discarded", 3);
  await park(sync.id, 1);
  const [summary] = await listSyncSummaries(world.system, { projectId });
  const status = await syncStatus(world.system, { id: sync.id });
  const metrics = await syncMetrics(world.system, { id: sync.id, period: "ONE_DAY" });
  expect(summary).toMatchObject({
    status: { state: status.state },
    lastDay: { delivered: metrics.delivered, notDelivered: metrics.notDelivered },
    waiting: status.lag + status.parked,
  });
});

test("a sync of which more than a few per cent is refused is failing, with the reason that leads", async () => {
  const sync = await create("Busy");
  await savedLongAgo(sync.id);
  await addMinute(sync.id, "delivered", 90);
  await addMinute(sync.id, "discarded", 4, 1, "refused");
  await addMinute(sync.id, "discarded", 2, 1, "missing_identifier");
  await addMinute(sync.id, "discarded", 500, 1, "given_up");
  await addMinute(sync.id, "discarded", 500, 90, "refused");
  const status = await statusOf(sync.id);
  expect(status).toMatchObject({
    state: "failing",
    problem: {
      reason: "refused",
      title: "Refused by Customer.io",
      message: expect.stringContaining("6 of 96 events (6%)"),
    },
  });
  expect(await syncStatus(world.system, { id: sync.id })).toMatchObject(status ?? {});
});

test("what went wrong before the sync was saved says nothing of the saved one", async () => {
  const sync = await create("Mended");
  await addMinute(sync.id, "discarded", 500, 5, "refused");
  expect(await statusOf(sync.id)).toEqual({ state: "enabled", problem: null });
});

test("a sync of which much waits for another attempt is degraded: the rest goes out", async () => {
  const sync = await create("Slow");
  await ingest(world.url, projectId, purchases(7));
  for (let offset = 1; offset <= 5; offset++) await park(sync.id, offset, new Date());
  expect(await statusOf(sync.id)).toMatchObject({
    state: "degraded",
    problem: { reason: "timeout", message: expect.stringContaining("The others go out") },
  });
});

test("asks as often for fifty syncs as for one", async () => {
  const adapter = new PrismaPg({ connectionString: world.url, max: 2 });
  const db = new PrismaClient({ adapter, log: [{ emit: "event", level: "query" }] });
  const queries: string[] = [];
  db.$on("query", ({ query }) => queries.push(query));
  const countQueries = async () => {
    queries.length = 0;
    const summaries = await listSyncSummaries({ ...world.system, db }, { projectId });
    return { syncs: summaries.length, queries: queries.length };
  };
  await create("First");
  const one = await countQueries();
  for (let n = 1; n < 50; n++) await create(`Sync ${n}`);
  expect(one).toMatchObject({ syncs: 1 });
  expect(one.queries).toBeGreaterThan(0);
  expect(await countQueries()).toEqual({ syncs: 50, queries: one.queries });
  await db.$disconnect();
});

test("needs the scope destinations:read, and a project", async () => {
  const reader = world.as(tokenActor("projects:read"));
  await expect(listSyncSummaries(reader, { projectId })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(listSyncSummaries(world.system, { projectId: 999_999 })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a sync that cannot be read is listed with the reason, and hides none of the others", async () => {
  await create("First");
  const broken = await create("Second");
  await create("Third");
  await world.db.sync.update({
    where: { id: broken.id },
    data: { settings: { eventRows: "written by a version that does it otherwise" } },
  });
  const rows = await listSyncSummaries(world.system, { projectId });
  expect(rows.map(({ sync }) => sync.name)).toEqual(["First", "Second", "Third"]);
  expect(rows[1]?.status).toMatchObject({
    state: "paused",
    problem: {
      reason: "misconfigured",
      message: expect.stringContaining(`The settings of sync ${broken.id} cannot be read`),
    },
  });
  const page = await listSyncs(world.system, { projectId });
  expect(page.items.map(({ unreadable }) => unreadable !== undefined)).toEqual([
    false,
    true,
    false,
  ]);
});

test("what a newer version has added to a sync is left aside, not choked on", async () => {
  const { id } = await create("Newer");
  await world.db.sync.update({
    where: { id },
    data: {
      config: { site_id: "site-1", added_later: true },
      settings: { sendEvents: true, addedLater: {} },
    },
  });
  const sync = await getSync(world.system, { id, projectId });
  expect(sync.config).toMatchObject({ site_id: "site-1" });
  expect(sync.config).not.toHaveProperty("added_later");
  expect(sync.settings.sendEvents).toBe(true);
});
