import { beforeEach, describe, expect, test } from "vitest";
import { createRecordCounter } from "@/components/sync/deliveries/count-records";
import { listAuditLog } from "@/lib/admin/audit/list-audit-log";
import { countMatching } from "@/lib/admin/events/count-matching";
import { giveUp } from "@/lib/admin/events/give-up";
import { listDeliveries } from "@/lib/admin/events/list-deliveries";
import { type FilteredEvent, listFiltered } from "@/lib/admin/events/list-filtered";
import { listWaiting } from "@/lib/admin/events/list-waiting";
import { redeliver } from "@/lib/admin/events/redeliver";
import { tryNow } from "@/lib/admin/events/try-now";
import type { Context } from "@/lib/admin/verb/context";
import type { Settings } from "@/lib/engine/pipeline/transform/settings";
import type { SyncId } from "@/lib/kernel/brand";
import { deliveriesExport } from "@/lib/web/deliveries-export";
import { readBooks } from "@/tests/support/books";
import { deliveryWorld } from "@/tests/support/delivery-world";
import { makeIncoming } from "@/tests/support/make-event";
import { makeSync } from "@/tests/support/make-sync";
import { until } from "@/tests/support/until";

// A sync's deliveries, as they were settled by a worker, and what waits.

const world = deliveryWorld();
const ctx = (): Context => world.contextAs({ kind: "system" });

let sequence = 0;
const eventOf = (userId: string, eventType = "Song Played") =>
  makeIncoming({
    userId,
    eventType,
    insertId: `deliveries-${++sequence}`,
    receivedMs: Date.now(),
    timeMs: Date.now(),
    payload: { event_properties: { seq: sequence } },
  });

const faults = () => world.sandbox.workspace().faults;
const poison = (person: string) => faults().add({ match: { person }, effect: { status: 500 } });

/** Whatever happens, the sums agree. */
const booksWhen = (
  what: string,
  sync: SyncId,
  is: (books: Awaited<ReturnType<typeof readBooks>>) => boolean,
) =>
  until(what, async () => {
    for (const { worker } of world.workers) worker.wakeAll();
    const books = await readBooks(world.pool, sync);
    expect(books.read).toBe(
      books.filtered + books.delivered + books.discarded + books.expired + books.parked,
    );
    return is(books) && books;
  });

const arrivedOf = (person: string) => {
  const { events, people } = world.sandbox.workspace();
  const found = people.find({ kind: "id", value: person });
  return found === undefined ? 0 : events.timeline(found.lastEvent).length;
};

describe("what was settled", () => {
  const ROWS = 500;
  let sync: SyncId;

  beforeEach(async () => {
    sync = await makeSync(world.pool, world.project, { enabled: false });
    // Every two seconds; some of what is settled side by side has its ids half a minute late.
    await world.pool.query(
      `INSERT INTO deliveries (day, sync_id, sync_version, "offset", shard, person_id, event_uuid, kind, event_type,
         outcome, reason, attempts, event_time, received_at, settled_at)
       SELECT (at AT TIME ZONE 'UTC')::date, $1, 1, n, 0, 1, gen_random_uuid(), 'event', 'Type ' || n % 3,
         CASE WHEN n % 5 = 0 THEN 'discarded' ELSE 'delivered' END, CASE WHEN n % 5 = 0 THEN 'refused' ELSE '' END,
         n % 4, at, at, at
       FROM generate_series(1, $2::int) AS n,
         LATERAL (SELECT now() - interval '1 hour' + n * interval '2 seconds'
           - CASE WHEN n % 3 = 0 THEN interval '31 seconds' ELSE interval '0' END AS at) AS t ORDER BY n`,
      [sync, ROWS],
    );
  });

  const list = (input: object = {}) =>
    listDeliveries(ctx(), { syncId: sync, limit: 200, ...input });
  const timesOf = async () => {
    const { rows } = await world.pool.query<{ at: Date }>(
      "SELECT settled_at AS at FROM deliveries WHERE sync_id = $1 ORDER BY id",
      [sync],
    );
    return rows.map(({ at }) => at);
  };

  test("has the rows of a time, whatever the time, and no others", async () => {
    const times = await timesOf();
    for (let from = 0; from < ROWS - 40; from += 40) {
      const to = from + (from % 3) * 20 + 1;
      const [since, until] = [times[from], times[to]] as [Date, Date];
      const { items, nextCursor } = await list({ since, until });
      const wanted = times.filter((at) => at >= since && at < until).length;
      expect([items.length, nextCursor]).toEqual([wanted, null]);
    }
    expect((await list({ until: new Date(0) })).items).toEqual([]);
    expect((await list({ since: new Date("2999-01-01") })).items).toEqual([]);
  });

  test("is paged in both orders without a gap or a repeat, and filtered", async () => {
    const pages = async (input: object) => {
      const ids: number[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await list({ ...input, ...(cursor === undefined ? {} : { cursor }) });
        ids.push(...page.items.map(({ id }) => id));
        if (page.nextCursor === null) return ids;
        cursor = page.nextCursor;
      }
    };
    const newest = await pages({});
    expect(newest).toEqual([...new Set(newest)].sort((a, b) => b - a));
    expect(newest).toHaveLength(ROWS);
    expect(await pages({ sort: "oldest" })).toEqual([...newest].reverse());
    expect(await pages({ attempts: "2+" })).toHaveLength(ROWS / 2);
    expect(await pages({ attempts: "1" })).toHaveLength(ROWS / 4);
    expect(await pages({ outcome: "discarded", reason: "refused" })).toHaveLength(ROWS / 5);
    const count = await countMatching(ctx(), { syncId: sync, view: "settled", filter: {} });
    expect(count).toEqual({ count: ROWS / 5, isMore: false, upTo: newest[0] });
  });
});

test("many are redelivered step by step: those that were there at the beginning, whatever comes", async () => {
  const sync = await makeSync(world.pool, world.project);
  faults().add({ effect: { only_batch_index: [0, 1, 2, 3, 4] } });
  await world.log.append(
    world.project,
    Array.from({ length: 5 }, (_, n) => eventOf(`user-${n}`)),
  );
  world.startWorker();
  await booksWhen("all are refused", sync, ({ discarded }) => discarded === 5);
  const { count, upTo } = await countMatching(ctx(), {
    syncId: sync,
    view: "settled",
    filter: { reason: "refused" },
  });
  expect(count).toBe(5);
  let queued = 0;
  for (let after: number | null = 0; after !== null; ) {
    const step = await redeliver(ctx(), {
      syncId: sync,
      filter: { reason: "refused" },
      after,
      upTo,
      rowsMax: 2,
    });
    queued += step.queued;
    after = step.next;
    // They are refused again, and are no reason to go on for ever.
    await booksWhen("they are refused again", sync, ({ parked }) => parked === 0);
  }
  expect(queued).toBe(5);
});

describe("what was filtered", () => {
  test("is found under the version that read it, step by step back to the beginning", async () => {
    const rows = [
      { event: "Purchase", where: [{ property: "ep:price", op: "greater", values: ["10"] }] },
    ];
    const settings = { eventRows: rows } as Partial<Settings>;
    const sync = await makeSync(world.pool, world.project, { settings });
    await world.pool.query(
      `INSERT INTO sync_versions (sync_id, version, state, changed_by)
       SELECT id, 1, jsonb_build_object('name', name, 'enabled', true, 'config', config, 'settings', settings,
         'secretsChanged', '[]'::jsonb), 'test' FROM syncs WHERE id = $1`,
      [sync],
    );
    await world.log.append(
      world.project,
      Array.from({ length: 600 }, (_, n) =>
        makeIncoming({
          userId: `user-${n % 7}`,
          eventType: n % 2 === 0 ? "Purchase" : "Searched",
          insertId: `filtered-${n}`,
          receivedMs: Date.now(),
          timeMs: Date.now(),
          payload: { event_properties: { price: n % 20 } },
        }),
      ),
    );
    world.startWorker();
    const { filtered } = await booksWhen("all are read", sync, ({ read }) => read === 600);
    const found: FilteredEvent[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listFiltered(ctx(), { syncId: sync, limit: 200, cursor });
      found.push(...page.items);
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(found).toHaveLength(filtered);
    const offsets = found.map(({ offset }) => offset);
    expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => b - a));
    const byClause = found.find(({ eventType }) => eventType === "Purchase");
    expect(byClause).toMatchObject({ version: 1, row: "A", reason: "no_row_matches" });
    expect(byClause?.clause).toMatch(/^price is greater than 10; here it is \d+$/);
    const some = await listFiltered(ctx(), { syncId: sync, eventType: "Searched", user: "user-1" });
    expect(some.items).toHaveLength(
      found.filter((each) => each.eventType === "Searched" && each.userId === "user-1").length,
    );
    expect(
      (await listFiltered(ctx(), { syncId: sync, reason: "no_events_selected" })).items,
    ).toEqual([]);
    expect(await listFiltered(ctx(), { syncId: sync, until: new Date(0) })).toEqual({
      items: [],
      nextCursor: null,
      lookedTo: null,
    });
  });
});

describe("a file of them", () => {
  const fileOf = async (pieces: AsyncGenerator<string>) => {
    let file = "";
    for await (const piece of pieces) file += piece;
    return file;
  };

  test("has all that match, and no cell that a spreadsheet takes for a formula", async () => {
    const sync = await makeSync(world.pool, world.project, { enabled: false });
    await world.pool.query(
      `INSERT INTO deliveries (day, sync_id, sync_version, "offset", shard, person_id, event_uuid, kind, event_type,
         user_id, outcome, reason, attempts, event_time, received_at, settled_at)
       SELECT (now() AT TIME ZONE 'UTC')::date, $1, 1, n, 0, 1, gen_random_uuid(), 'event',
         CASE WHEN n = 7 THEN '=HYPERLINK("http://x", "a")' ELSE 'Song, "Played"' END, '@user' || n,
         'discarded', 'refused', 1, now(), now(), now() FROM generate_series(1, 450) AS n`,
      [sync],
    );
    const input = { syncId: sync };
    const lines = (await fileOf(deliveriesExport(ctx(), "settled", "ndjson", input))).split("\n");
    expect(lines.pop()).toBe("");
    expect(lines).toHaveLength(450);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ user_id: "@user450", status: "discarded" });
    const csv = await fileOf(deliveriesExport(ctx(), "settled", "csv", input));
    expect(csv.match(/^id,destination_id,/gm)).toHaveLength(1);
    expect(createRecordCounter()(new TextEncoder().encode(csv))).toBe(451);
    expect(csv).toContain(`"'=HYPERLINK(""http://x"", ""a"")"`);
    expect(csv).toContain(",'@user450,");
    expect(csv).not.toMatch(/,"?[=@]/);
    const none = { ...input, reason: "given_up" };
    expect(await fileOf(deliveriesExport(ctx(), "settled", "csv", none))).toMatch(/^id,.*\r\n$/);
  });
});

describe("what waits", () => {
  let sync: SyncId;

  beforeEach(async () => {
    poison("user-bad");
    poison("user-poor");
    sync = await makeSync(world.pool, world.project);
    await world.log.append(world.project, [
      eventOf("user-bad"),
      eventOf("user-1"),
      eventOf("user-bad", "Purchase"),
      eventOf("user-poor"),
      eventOf("user-bad"),
    ]);
    world.startWorker();
    await booksWhen("one is delivered", sync, ({ delivered, parked }) => delivered + parked === 5);
  });

  const waiting = async (input: object = {}) =>
    (await listWaiting(ctx(), { syncId: sync, ...input })).items;

  test("is listed with its next attempt, why, behind whom, and how often it was tried", async () => {
    const [first, second, other, third] = await waiting();
    expect(first).toMatchObject({
      userId: "user-bad",
      reason: "server_error",
      behind: null,
      nextAttemptAt: expect.any(Date),
    });
    expect(first?.attempts).toBeGreaterThan(0);
    const behind = { eventUuid: first?.eventUuid, offset: first?.offset };
    expect(second).toMatchObject({ eventType: "Purchase", nextAttemptAt: null, behind });
    expect(third).toMatchObject({ nextAttemptAt: null, behind });
    expect(other).toMatchObject({ userId: "user-poor", behind: null });
  });

  test("is filtered, sorted, paged and counted", async () => {
    expect(await waiting({ eventType: "Purchase" })).toHaveLength(1);
    expect(await waiting({ user: "user-bad" })).toHaveLength(3);
    expect(await waiting({ user: "nobody" })).toEqual([]);
    expect(await waiting({ reason: "behind_person" })).toHaveLength(2);
    expect(await waiting({ attempts: "0+" })).toHaveLength(4);
    expect(await waiting({ attempts: "99" })).toEqual([]);
    expect(await waiting({ until: new Date(0) })).toEqual([]);
    const oldest = (await waiting()).map(({ offset }) => offset);
    expect((await waiting({ sort: "newest" })).map(({ offset }) => offset)).toEqual(
      [...oldest].reverse(),
    );
    const page = await listWaiting(ctx(), { syncId: sync, limit: 3 });
    const next = await waiting({ limit: 3, cursor: page.nextCursor ?? "" });
    expect([...page.items, ...next].map(({ offset }) => offset)).toEqual(oldest);
    const filter = { user: "user-bad" };
    expect(await countMatching(ctx(), { syncId: sync, view: "waiting", filter })).toEqual({
      count: 3,
      isMore: false,
      upTo: oldest[3],
    });
  });

  test("is tried now, the first of each person, without using up or giving back attempts", async () => {
    await world.pool.query(
      "UPDATE parked SET tries = 7, retry_at = now() + interval '3 hours' WHERE sync_id = $1 AND retry_at IS NOT NULL",
      [sync],
    );
    await Promise.all(world.workers.map((worker) => worker.stop()));
    const [first, second] = await waiting();
    const offsets = [second?.offset ?? 0];
    expect(await tryNow(ctx(), { syncId: sync, offsets })).toEqual({
      changed: 1,
      skipped: 0,
      next: null,
    });
    const { rows } = await world.pool.query(
      `SELECT "offset", tries, retry_at < now() + interval '1 hour' AS soon FROM parked
       WHERE sync_id = $1 AND retry_at IS NOT NULL ORDER BY "offset"`,
      [sync],
    );
    expect(rows).toEqual([
      { offset: first?.offset, tries: 7, soon: true },
      { offset: expect.any(Number), tries: 7, soon: false },
    ]);
    world.startWorker();
    faults().clear();
    await tryNow(ctx(), { syncId: sync, filter: {} });
    await booksWhen("all are delivered", sync, ({ delivered }) => delivered === 5);
    expect(arrivedOf("user-bad")).toBe(3);
    expect(world.sandbox.workspace().stats.orderAttributeViolations).toBe(0);
  });

  test("is given up: on record, counted, and the next of the person has its turn; it can be redelivered", async () => {
    const [first] = await waiting();
    const offsets = [first?.offset ?? 0];
    expect(await giveUp(ctx(), { syncId: sync, offsets })).toMatchObject({ changed: 1 });
    expect(await giveUp(ctx(), { syncId: sync, offsets })).toMatchObject({
      changed: 0,
      skipped: 1,
    });
    await booksWhen("it is on record", sync, ({ discarded }) => discarded === 1);
    const { items } = await listDeliveries(ctx(), { syncId: sync, reason: "given_up" });
    expect(items).toMatchObject([
      {
        offset: first?.offset,
        outcome: "discarded",
        message: "Given up by system",
        attempts: expect.any(Number),
      },
    ]);
    const [second] = await waiting({ user: "user-bad" });
    expect(second).toMatchObject({
      eventType: "Purchase",
      behind: null,
      nextAttemptAt: expect.any(Date),
    });
    faults().clear();
    await tryNow(ctx(), { syncId: sync, filter: {} });
    await booksWhen("the others are delivered", sync, ({ delivered }) => delivered === 4);
    expect(arrivedOf("user-bad")).toBe(2);
    expect(await redeliver(ctx(), { syncId: sync, filter: {} })).toMatchObject({ queued: 1 });
    await booksWhen("it is delivered after all", sync, ({ delivered }) => delivered === 5);
    const { items: entries } = await listAuditLog(ctx(), { projectId: world.project, limit: 3 });
    expect(entries.map(({ action }) => action)).toEqual([
      "sync.redelivered",
      "sync.tried_now",
      "sync.gave_up",
    ]);
  });

  test("is left alone by those who may only read, and nothing is tried while the sync is disabled", async () => {
    const reader = world.contextAs({
      kind: "token",
      id: 1,
      name: "r",
      scopes: ["destinations:read"],
      isOwner: true,
      grants: [],
    });
    for (const verb of [tryNow, giveUp]) {
      await expect(verb(reader, { syncId: sync, filter: {} })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    await world.pool.query("UPDATE syncs SET enabled = false WHERE id = $1", [sync]);
    await expect(tryNow(ctx(), { syncId: sync, filter: {} })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
