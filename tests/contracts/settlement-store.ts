import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LeaseLost } from "@/lib/engine/pipeline/record/settlement";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Offset, Shard } from "@/lib/kernel/brand";
import {
  delivered,
  ended,
  filtered,
  NOW_MS,
  REQUEST,
  refused,
  type SettledWorld,
  type SettledWorlds,
  settle,
  shardsOf,
  WAITED,
  waits,
} from "./settled-world";

/** What every settlement store promises: lib/engine/pipeline/record/settlement.ts. */
export function describeSettlementStore(name: string, make: () => Promise<SettledWorlds>): void {
  const row = { requestIds: [], isRedelivery: false };

  describe(`the settlement store ${name}`, () => {
    let worlds: SettledWorlds;

    beforeAll(async () => {
      worlds = await make();
    });

    afterAll(() => worlds.close());

    /** A sync that holds all shards with events of these people. */
    async function start(...people: string[]) {
      const world = await worlds.make(people);
      const cursors = await world.claim(shardsOf(world.events));
      return { world, cursors, events: world.events as readonly [Event, Event, Event, Event] };
    }

    /** Expects LeaseLost, and nothing written. */
    async function expectLost(world: SettledWorld, settling: () => Promise<unknown>) {
      const before = await world.books();
      await expect(settling()).rejects.toBeInstanceOf(LeaseLost);
      expect(await world.books()).toEqual(before);
    }

    test("what was settled is on record: cursor, counts, rows and requests", async () => {
      const { world, cursors, events } = await start("ann", "ann", "ann", "ann");
      const [one, two, three, four] = events;
      const settled = [
        ended(one, delivered(), null, [REQUEST]),
        ended(two, filtered),
        ended(three, refused),
      ];
      const ends = { settled, parked: [waits(four, NOW_MS + 5_000)] };
      await settle(world, cursors, ends, { requests: 2 });
      expect(await world.books()).toEqual({
        cursors: { [one.shard]: { position: 4, read: 4 } },
        counts: { delivered: 1, filtered: 1, discarded: 1 },
        deliveries: [
          {
            ...row,
            offset: 1,
            outcome: "delivered",
            reason: "",
            attempts: 1,
            requestIds: [REQUEST],
          },
          { ...row, offset: 3, outcome: "discarded", reason: "refused", attempts: 2 },
        ],
        parked: [{ offset: 4, tries: 1, retryAtMs: NOW_MS + 5_000 }],
        requests: 2,
        spans: [{ shard: one.shard, from: 1, version: 1 }],
      });
    });

    test("which version read what is on record where it changes, shard by shard", async () => {
      const { world, cursors, events } = await start("ann", "bob", "ann", "ann", "ann");
      const [one, other, two, three] = events;
      const five = world.events[4] as Event;
      const read = async (now: typeof cursors, event: Event, version: number) =>
        settle(world, now, { settled: [ended(event, filtered)] }, { version });
      let now = await read(cursors, one, 1);
      now = await read(now, two, 1);
      now = await read(now, other, 3);
      now = await read(now, three, 2);
      // Moves nothing: what is tried again was read before.
      now = await settle(world, now, { parked: [waits(five, NOW_MS)] }, { version: 2 });
      await settle(world, now, { settled: [ended(five, delivered(), WAITED)] }, { version: 4 });
      const { spans } = await world.books();
      expect(spans.filter(({ shard }) => shard === one.shard)).toEqual([
        { shard: one.shard, from: 1, version: 1 },
        { shard: one.shard, from: 4, version: 2 },
      ]);
      expect(spans).toContainEqual({ shard: other.shard, from: 1, version: 3 });
      expect(spans).toHaveLength(3);
    });

    test("all requests of an event are on record, over every wait", async () => {
      const { world, cursors, events } = await start("ann", "ann");
      const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
      const ids = [id(1), id(2), id(3)];
      const [one, two] = events;
      const parked = [
        waits(one, NOW_MS, { requestId: id(1), requestIds: ids.slice(0, 1) }),
        waits(two, null),
      ];
      let now = await settle(world, cursors, { parked });
      now = await settle(world, now, {
        parked: [waits(one, NOW_MS, { attempts: 2, requestIds: ids.slice(0, 2) })],
      });
      const scope = { projectId: world.projectId, syncId: world.syncId, shards: shardsOf(events) };
      const due = await world.parking.due(scope, NOW_MS);
      expect(due.map(({ requestIds }) => requestIds)).toEqual([ids.slice(0, 2), []]);
      const settled = [
        ended(one, delivered(), WAITED, ids),
        ended(two, delivered(), WAITED, [id(1)]),
      ];
      await settle(world, now, { settled });
      const { deliveries } = await world.books();
      expect(deliveries.map(({ requestIds }) => requestIds)).toEqual([ids, [id(1)]]);
    });

    test("counts of several settlings add up, and shards move by themselves", async () => {
      const { world, cursors, events } = await start("ann", "bob", "cleo", "dora");
      let now = cursors;
      for (const event of events) {
        now = await settle(world, now, { settled: [ended(event, delivered())] });
      }
      const books = await world.books();
      expect(books.counts).toEqual({ delivered: 4 });
      const moved = Object.values(books.cursors);
      expect(moved.reduce((sum, { read }) => sum + read, 0)).toBe(4);
      expect(Math.max(...moved.map(({ position }) => position))).toBe(4);
    });

    test("nothing may be settled, too", async () => {
      const { world, cursors } = await start("ann");
      const before = await world.books();
      await settle(world, cursors, {});
      expect(await world.books()).toEqual(before);
    });

    test("the same settled twice is lost the second time", async () => {
      const { world, cursors, events } = await start("ann", "ann");
      const [one, two] = events;
      const ends = { settled: [ended(one, delivered())], parked: [waits(two, NOW_MS)] };
      await settle(world, cursors, ends, { requests: 1 });
      await expectLost(world, () => settle(world, cursors, ends, { requests: 1 }));
    });

    test("of two that settle the same at once, one does", async () => {
      const { world, cursors, events } = await start("ann");
      const ends = { settled: [ended(events[0], delivered())] };
      const results = await Promise.allSettled([
        settle(world, cursors, ends),
        settle(world, cursors, ends),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect((await world.books()).counts).toEqual({ delivered: 1 });
    });

    test("who lost one of its shards writes nothing in any of them", async () => {
      const { world, cursors, events } = await start("ann", "bob", "cleo", "dora");
      const settled = events.map((event) => ended(event, delivered()));
      const [lost] = shardsOf(events) as [Shard];
      const [again] = await world.claim([lost]);
      await expectLost(world, () => settle(world, cursors, { settled }, { requests: 1 }));
      const held = cursors.map((cursor) => (cursor.shard === lost && again ? again : cursor));
      await settle(world, held, { settled });
      expect((await world.books()).counts).toEqual({ delivered: 4 });
    });

    test("who holds a shard but read it from elsewhere writes nothing", async () => {
      const { world, cursors, events } = await start("ann", "ann", "ann");
      const elsewhere = cursors.map((cursor) => ({ ...cursor, position: 1 as Offset }));
      const settled = [ended(events[1], delivered())];
      await expectLost(world, () => settle(world, elsewhere, { settled }));
    });

    test("a shard that is not there is nobody's", async () => {
      const { world, events } = await start("ann");
      const cursor = { shard: 99 as Shard, token: 1, position: 0 as Offset };
      const strange = { ...events[0], shard: cursor.shard } as Event;
      await expectLost(world, () =>
        settle(world, [cursor], { settled: [ended(strange, refused)] }),
      );
    });

    test("who lost the shard of a parked event writes nothing of it", async () => {
      const { world, cursors, events } = await start("ann");
      const now = await settle(world, cursors, { parked: [waits(events[0], NOW_MS)] });
      await world.claim(shardsOf(events));
      await expectLost(world, () =>
        settle(world, now, { settled: [ended(events[0], delivered(), WAITED)] }),
      );
      await expectLost(world, () => settle(world, now, { parked: [waits(events[0], NOW_MS + 9)] }));
    });

    describe("what was parked", () => {
      test("is parked no more once it is settled, without moving the cursor", async () => {
        const { world, cursors, events } = await start("ann", "ann");
        const parked = [waits(events[0], NOW_MS), waits(events[1], null)];
        const now = await settle(world, cursors, { parked });
        await settle(world, now, { settled: [ended(events[0], delivered(), WAITED)] });
        expect(await world.books()).toMatchObject({
          cursors: { [events[0].shard]: { position: 2, read: 2 } },
          counts: { delivered: 1 },
          deliveries: [{ offset: 1, isRedelivery: false }],
          parked: [{ offset: 2 }],
        });
      });

      test("and still waits has its new time, and is one", async () => {
        const { world, cursors, events } = await start("ann");
        const now = await settle(world, cursors, { parked: [waits(events[0], NOW_MS)] });
        await settle(world, now, { parked: [waits(events[0], NOW_MS + 60_000, { tries: 2 })] });
        expect((await world.books()).parked).toEqual([
          { offset: 1, tries: 2, retryAtMs: NOW_MS + 60_000 },
        ]);
      });

      test("ends once: when somebody else ended it meanwhile, nothing is written", async () => {
        const { world, cursors, events } = await start("ann", "ann");
        const now = await settle(world, cursors, {
          parked: [waits(events[0], NOW_MS), waits(events[1], null)],
        });
        const end = { settled: [ended(events[0], delivered(), WAITED)] };
        await settle(world, now, end);
        await expectLost(world, () => settle(world, now, end, { requests: 1 }));
        await expectLost(world, () => settle(world, now, { parked: [waits(events[0], NOW_MS)] }));
      });

      test("and is filtered when its turn comes is on record, with what was tried", async () => {
        const { world, cursors, events } = await start("ann");
        const now = await settle(world, cursors, { parked: [waits(events[0], NOW_MS)] });
        await settle(world, now, { settled: [ended(events[0], filtered, WAITED)] });
        expect(await world.books()).toMatchObject({
          counts: { filtered: 1 },
          deliveries: [{ offset: 1, outcome: "filtered", reason: "no_row_matches", attempts: 1 }],
          parked: [],
        });
      });

      test("by hand, after its end, is on record as sent again", async () => {
        const { world, cursors, events } = await start("ann");
        const now = await settle(world, cursors, { settled: [ended(events[0], refused)] });
        await world.redeliver(events[0], NOW_MS);
        const scope = {
          projectId: world.projectId,
          syncId: world.syncId,
          shards: shardsOf(events),
        };
        const [due] = await world.parking.due(scope, NOW_MS);
        expect(due?.redeliveryOf).not.toBeNull();
        const was = { ...WAITED, redeliveryOf: due?.redeliveryOf ?? null };
        await settle(world, now, { settled: [ended(events[0], delivered(), was)] });
        expect((await world.books()).deliveries).toMatchObject([
          { outcome: "discarded", isRedelivery: false },
          { outcome: "delivered", isRedelivery: true },
        ]);
      });
    });
  });
}
