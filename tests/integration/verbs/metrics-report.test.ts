import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { redeliver } from "@/lib/admin/events/redeliver";
import { bothEnds } from "@/lib/admin/syncs/metrics/both-ends";
import type { SyncReport } from "@/lib/admin/syncs/metrics/metrics-report";
import { metricsReport } from "@/lib/admin/syncs/metrics/metrics-report";
import { createPostgresEventLog } from "@/lib/engine/store/event-log/postgres-event-log";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import { createPool } from "@/lib/platform/postgres/pool";
import { startSandbox } from "@/sandbox/start-sandbox";
import { readBooks } from "@/tests/support/books";
import { makeIncoming } from "@/tests/support/make-event";
import { makeProject } from "@/tests/support/make-project";
import { makeSync } from "@/tests/support/make-sync";
import { startTestWorker } from "@/tests/support/test-worker";
import { until } from "@/tests/support/until";
import { createWorld, type World } from "./world";

let world: World;
let pool: Pool;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let projectId: ProjectId;
let syncId: SyncId;

beforeAll(async () => {
  world = await createWorld();
  pool = createPool(world.url, 8, "test");
  sandbox = await startSandbox();
  projectId = await makeProject(pool);
  syncId = await makeSync(pool, projectId, {
    settings: {
      eventRows: [
        {
          event: "Purchase",
          where: [{ property: "ep:price", op: "greater", values: ["10"] }],
        },
      ],
    },
  });
});
afterAll(async () => {
  await pool.end();
  await sandbox.close();
  await world.close();
});

async function work<T>(done: () => Promise<T | false>): Promise<T> {
  const worker = startTestWorker(pool, { us: sandbox.usUrl, eu: sandbox.euUrl });
  const found = await until("the worker has done it", async () => {
    worker.worker.wakeAll();
    return done();
  });
  await worker.stop();
  return found as T;
}

async function report(): Promise<SyncReport> {
  const { syncs } = await metricsReport(world.system, { projectId, syncId, period: "ONE_HOUR" });
  return syncs[0] as SyncReport;
}

const settledIn = (funnel: SyncReport["funnel"]) =>
  funnel.filtered.count + funnel.delivered + funnel.discarded.count + funnel.expired.count;

test("what went in is what came out, with reasons, first attempts and bars that add up", async () => {
  const buy = (price: number, userId: string | null = "ann@example.com") =>
    makeIncoming({
      userId,
      deviceId: userId === null ? "a-device" : null,
      eventType: "Purchase",
      receivedMs: Date.now(),
      payload: { event_properties: { price } },
    });
  const incoming = [
    buy(20),
    buy(30),
    buy(5),
    buy(40, null),
    buy(50, null),
    buy(60, "bob@example.com"),
  ];
  sandbox.workspace().faults.add({ match: { person: "bob@example.com" }, effect: { status: 500 } });
  await createPostgresEventLog(pool).append(projectId, incoming);
  const sync = await work(async () => {
    const found = await report();
    return found.funnel.read === 6 && found.funnel.waitingAfter === 1 && found;
  });
  expect(sync.funnel).toMatchObject({
    waitingBefore: 0,
    read: 6,
    filtered: { count: 1, reasons: [{ reason: "no_row_matches", count: 1 }] },
    delivered: 2,
    // The first request carried all of them, and was refused for the one.
    firstAttempt: 0,
    afterRetry: 2,
    discarded: { count: 2, reasons: [{ reason: "missing_identifier", count: 2 }] },
    expired: { count: 0, reasons: [] },
    deliveryRate: 0.5,
  });
  expect(Object.values(sync.latency).every((each) => each !== null)).toBe(true);
  const { bars, ingested } = await metricsReport(world.system, { projectId, period: "ONE_HOUR" });
  const inBars = bars.flatMap(({ counts }) => counts);
  const of = (name: string) =>
    inBars.filter(({ outcome }) => outcome === name).reduce((sum, { count }) => sum + count, 0);
  expect([of("read"), of("filtered"), of("delivered"), of("discarded")]).toEqual([6, 1, 2, 2]);
  expect(ingested).toBe(6);
});

test("a redelivery takes back what was counted: the sums agree while it waits, and after", async () => {
  expect(await redeliver(world.system, { syncId, filter: {} })).toMatchObject({ queued: 2 });
  const queued = (await report()).funnel;
  expect(queued).toMatchObject({ read: 6, discarded: { count: 0 }, waitingAfter: 3 });
  expect(queued.waitingBefore + queued.read).toBe(settledIn(queued) + queued.waitingAfter);
  sandbox.workspace().faults.clear();
  await pool.query("UPDATE parked SET retry_at = now() WHERE retry_at IS NOT NULL");
  const { funnel } = await work(async () => {
    const found = await report();
    return found.funnel.waitingAfter === 0 && found;
  });
  expect(funnel).toMatchObject({
    waitingBefore: 0,
    read: 6,
    delivered: 3,
    firstAttempt: 0,
    afterRetry: 3,
    discarded: { count: 2 },
  });
  expect(funnel.read).toBe(settledIn(funnel));
});

test("the period before has figures of its own, and what waited then is what waits at its end", async () => {
  const minuteMs = 60_000;
  const end = new Date(Math.floor(Date.now() / minuteMs) * minuteMs + 11 * minuteMs);
  const start = new Date(end.getTime() - 10 * minuteMs);
  const { syncs } = await metricsReport(world.system, { projectId, period: "CUSTOM", start, end });
  expect(syncs[0]?.funnel).toMatchObject({ read: 0, delivered: 0, waitingAfter: 0 });
  expect(syncs[0]?.before?.funnel).toMatchObject({ waitingAfter: 0 });
});

test("what begins before what is kept is refused, with the field", async () => {
  const days = (n: number) => new Date(Date.now() - n * 86_400_000);
  await expect(
    metricsReport(world.system, { projectId, period: "CUSTOM", start: days(100), end: days(99) }),
  ).rejects.toMatchObject({ code: "invalid_input", fieldErrors: [{ field: "start" }] });
});

test("of a relay, what was sent in the requests that were taken stands beside what their answers confirm", async () => {
  sandbox.amplitude.reset();
  const own = await makeProject(pool);
  const relay = await makeSync(pool, own, {
    partner: "amplitude",
    apiKey: sandbox.amplitude.config.api_key,
  });
  const compare = (ms = 60_000) =>
    bothEnds(world.system, {
      projectId: own,
      id: relay,
      start: new Date(Date.now() - ms),
      end: new Date(Date.now() + ms),
    });
  const sendOn = async (count: number, confirms: object) => {
    sandbox.amplitude.configure({ unconfirmed: 0, fail: null, ...confirms });
    const before = await readBooks(pool, relay);
    await createPostgresEventLog(pool).append(
      own,
      Array.from({ length: count }, () =>
        makeIncoming({ payload: { user_id: "ann-1" }, receivedMs: Date.now() }),
      ),
    );
    await work(async () => (await readBooks(pool, relay)).delivered === before.delivered + count);
  };
  expect(await compare()).toMatchObject({ requests: 0, sent: 0, confirmed: 0, first: null });

  await sendOn(3, {});
  expect(await compare()).toMatchObject({ sent: 3, confirmed: 3, differing: 0, unnamed: 0 });

  // What is refused as a whole was not taken, whatever the far end did with it.
  await sendOn(2, { fail: { status: 502, times: 1, after_apply: true } });
  expect(await compare()).toMatchObject({ sent: 5, confirmed: 5, differing: 0 });

  await sendOn(4, { unconfirmed: 1 });
  expect(await compare()).toMatchObject({
    requests: 3,
    sent: 9,
    confirmed: 8,
    differing: 1,
    lastDiffering: expect.any(Date),
    isCut: false,
  });

  await pool.query(
    "UPDATE delivery_requests SET confirmed = NULL WHERE sync_id = $1 AND items = 4",
    [relay],
  );
  expect(await compare()).toMatchObject({
    sent: 5,
    confirmed: 5,
    differing: 0,
    unnamed: 1,
    unnamedEvents: 4,
  });
  expect(await compare(0)).toMatchObject({ requests: 0 });
});
