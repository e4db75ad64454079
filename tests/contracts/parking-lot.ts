import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PARKED_LOOK } from "@/lib/engine/pipeline/deliver/parking-lot";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { PersonId } from "@/lib/kernel/brand";
import {
  delivered,
  ended,
  NOW_MS,
  refused,
  type SettledWorlds,
  settle,
  shardsOf,
  WAITED,
  waits,
} from "./settled-world";

/** What every parking lot promises: lib/engine/pipeline/deliver/parking-lot.ts. */
export function describeParkingLot(name: string, make: () => Promise<SettledWorlds>): void {
  describe(`the parking lot ${name}`, () => {
    let worlds: SettledWorlds;

    beforeAll(async () => {
      worlds = await make();
    });

    afterAll(() => worlds.close());

    /** A sync with events of these people; those in `times` are parked: for a time, or behind somebody. */
    async function park(people: readonly string[], ...times: readonly (number | null)[]) {
      const world = await worlds.make(people);
      const { events, parking } = world;
      const cursors = await world.claim(shardsOf(events));
      const parked = times.map((at, index) => waits(events[index] as Event, at));
      const scope = { projectId: world.projectId, syncId: world.syncId, shards: shardsOf(events) };
      const due = async (nowMs = NOW_MS) =>
        (await parking.due(scope, nowMs)).map(({ event }) => Number(event.offset));
      const now = await settle(world, cursors, { parked });
      return { world, events, parking, scope, due, cursors: now };
    }

    test("is empty at first", async () => {
      const { parking, scope, due, events } = await park(["ann"]);
      expect(await due()).toEqual([]);
      expect(await parking.nextDue(scope)).toBeNull();
      const people = events.map(({ personId }) => personId);
      expect(await parking.waiting(scope.syncId, people)).toEqual(new Set());
      expect(await parking.waiting(scope.syncId, [])).toEqual(new Set());
    });

    test("an event is due from its time on, as it was read, with what it has used", async () => {
      const { world, parking, scope, due, events } = await park(["ann"], NOW_MS + 5_000);
      expect(await due(NOW_MS + 4_999)).toEqual([]);
      const [found] = await parking.due(scope, NOW_MS + 5_000);
      expect(found).toMatchObject({ tries: 1, attempts: 1, redeliveryOf: null });
      expect(found?.event).toMatchObject({
        projectId: world.projectId,
        offset: 1,
        uuid: events[0]?.uuid,
        personId: events[0]?.personId,
        shard: events[0]?.shard,
      });
      expect(found?.event.payload).toEqual(events[0]?.payload);
    });

    test("who is due comes with all that waits behind, in order and without a gap", async () => {
      const people = ["ann", "bob", "ann", "bob", "ann"];
      const { due } = await park(people, NOW_MS, NOW_MS + 60_000, null, null, null);
      expect(await due()).toEqual([1, 3, 5]);
      expect(await due(NOW_MS + 60_000)).toEqual([1, 2, 3, 4, 5]);
    });

    test("several due events of one person are looked at once", async () => {
      const { due } = await park(["ann", "ann"], NOW_MS - 2, NOW_MS - 1);
      expect(await due()).toEqual([1, 2]);
    });

    test("a look is bounded in people, who waits longest first, and in events of each", async () => {
      const many = PARKED_LOOK.people + 5;
      const crowd = Array.from({ length: many }, (_, n) => `somebody ${n}`);
      const times = crowd.map((_, n) => NOW_MS - n);
      const byTime = await (await park(crowd, ...times)).due();
      expect(byTime).toEqual(Array.from({ length: PARKED_LOOK.people }, (_, n) => n + 6));
      const ofOne = Array.from({ length: PARKED_LOOK.eventsPerPerson + 5 }, () => "ann");
      const { due } = await park(ofOne, NOW_MS, ...ofOne.slice(1).map(() => null));
      expect(await due()).toEqual(
        Array.from({ length: PARKED_LOOK.eventsPerPerson }, (_, n) => n + 1),
      );
    });

    test("a time beyond any wait was set before the clock went back: it is due", async () => {
      const { due } = await park(["ann", "bob"], NOW_MS + 5 * 3_600_000, NOW_MS + 3 * 3_600_000);
      expect(await due()).toEqual([1]);
    });

    test("only the shards of the scope are looked at", async () => {
      const crowd = Array.from({ length: 40 }, (_, n) => `somebody ${n}`);
      const { parking, scope, events } = await park(crowd, ...crowd.map((_, n) => NOW_MS + n));
      const [shard] = scope.shards;
      const shards = scope.shards.slice(0, 1);
      const here = events.filter((event) => event.shard === shard).map(({ offset }) => offset);
      const found = await parking.due({ ...scope, shards }, NOW_MS + 100);
      expect(found.map(({ event }) => event.offset)).toEqual(here);
      expect(await parking.nextDue({ ...scope, shards })).toBe(NOW_MS + Number(here[0]) - 1);
      expect(await parking.due({ ...scope, shards: [] }, NOW_MS + 100)).toEqual([]);
      expect(await parking.nextDue({ ...scope, shards: [] })).toBeNull();
    });

    test("waiting names those of the people that have anything parked", async () => {
      const { parking, scope, events } = await park(["ann", "bob", "cleo"], NOW_MS + 60_000);
      const people = events.map(({ personId }) => personId);
      expect(await parking.waiting(scope.syncId, people)).toEqual(new Set([people[0]]));
      expect(await parking.waiting(scope.syncId, [123_456_789 as PersonId])).toEqual(new Set());
    });

    test("the next is due at the earliest time of all", async () => {
      const times = [NOW_MS + 9_000, NOW_MS + 7_000, null];
      const { parking, scope } = await park(["ann", "bob", "ann"], ...times);
      expect(await parking.nextDue(scope)).toBe(NOW_MS + 7_000);
    });

    test("when the first of a person ends, the one behind is due at once", async () => {
      const { world, parking, scope, due, events, cursors } = await park(
        ["ann", "ann", "ann"],
        NOW_MS + 60_000,
        null,
        null,
      );
      const was = WAITED;
      const settled = [ended(events[0] as Event, delivered(), was)];
      await settle(world, cursors, { settled }, { settledMs: NOW_MS + 61_000 });
      expect(await parking.nextDue(scope)).toBe(NOW_MS + 61_000);
      expect(await due(NOW_MS + 60_999)).toEqual([]);
      expect(await due(NOW_MS + 61_000)).toEqual([2, 3]);
    });

    test("whoever is parked behind nobody is tried at once", async () => {
      const { due } = await park(["ann"], null);
      expect(await due()).toEqual([1]);
    });

    test("an event sent again by hand is due, before what waits behind it", async () => {
      const { world, parking, scope, events, cursors } = await park(["ann", "ann"]);
      const [one, two] = events as readonly [Event, Event];
      await settle(world, cursors, { settled: [ended(one, refused), ended(two, refused)] });
      await world.redeliver(two, NOW_MS);
      await world.redeliver(one, NOW_MS);
      const found = await parking.due(scope, NOW_MS);
      expect(found).toMatchObject([
        { event: { offset: 1 }, tries: 0, attempts: 0 },
        { event: { offset: 2 }, tries: 0, attempts: 0 },
      ]);
      expect(found.every(({ redeliveryOf }) => redeliveryOf !== null)).toBe(true);
    });
  });
}
