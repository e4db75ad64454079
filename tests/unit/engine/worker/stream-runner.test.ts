import type { Pool } from "pg";
import { describe, expect, test } from "vitest";
import type { Lease } from "@/lib/engine/store/delivery/leases";
import { Breakers } from "@/lib/engine/worker/breakers";
import { UNWATCHED } from "@/lib/engine/worker/heartbeat";
import { StreamRunner } from "@/lib/engine/worker/stream-runner";
import { WorkspaceGates } from "@/lib/engine/worker/workspace-gates";
import type { Offset, Shard } from "@/lib/kernel/brand";
import { FakeClock, settled } from "@/tests/support/engine-clock";
import { FarEnd } from "@/tests/support/engine-far-end";
import { PROJECT, SYNC } from "@/tests/support/engine-runner";
import { makeIncoming } from "@/tests/support/make-event";
import { MemoryLog } from "@/tests/support/memory-log";
import { MemoryStore } from "@/tests/support/memory-store";

const SHARDS = 2;

/** A database that is not needed here: whoever asks it hears so. */
const nowhere = new Proxy({} as Pool, {
  get: () => () => Promise.reject(new Error("no database in this test")),
});

function makeWorld() {
  const clock = new FakeClock();
  const log = new MemoryLog(SHARDS);
  const store = new MemoryStore(SHARDS);
  const farEnd = new FarEnd(clock, [1]);
  const errors: unknown[] = [];
  const asked = { hold: null as Promise<void> | null };
  const start = () =>
    new StreamRunner(
      {
        id: SYNC,
        projectId: PROJECT,
        version: 1,
        planner: farEnd.planner,
        destination: farEnd,
        workspace: "us site",
        requestsPerSecond: 1_000,
      },
      {
        clock,
        log,
        store,
        parking: {
          due: (scope, nowMs) => store.due(scope, nowMs),
          waiting: (sync, people) => store.waiting(sync, people),
          nextDue: async (scope) => {
            const answer = await store.nextDue(scope);
            await asked.hold;
            return answer;
          },
        },
        breakers: new Breakers(nowhere, "me"),
        gates: new WorkspaceGates(nowhere, clock),
        newId: () => "request",
        onLeaseLost: () => undefined,
        turnEventsMax: () => 1_000,
        onError: (error) => errors.push(error),
        onTurn: () => undefined,
        breathe: () => null,
        sign: UNWATCHED,
      },
    );
  const lease = (shard: number): Lease => {
    const [cursor] = store.claim([shard]);
    if (cursor === undefined) throw new Error("no such shard");
    const { token, position } = cursor;
    return {
      syncId: SYNC,
      shard: shard as Shard,
      token,
      position: position as Offset,
      idle: false,
    };
  };
  const append = (...people: number[]) =>
    log.append(
      PROJECT,
      people.map((person) => makeIncoming({ userId: String(person), eventType: "plain" })),
    );
  return { clock, log, store, farEnd, errors, asked, start, lease, append };
}

/** Parks an event of person 1, in shard 1, as another worker would have left it. */
async function parkOne(world: ReturnType<typeof makeWorld>): Promise<void> {
  world.farEnd.poison.set(1, "internal");
  await world.append(1);
  const runner = world.start();
  runner.setLeases([world.lease(1)]);
  await world.clock.advance(100);
  expect(world.store.parked.size).toBe(1);
  await world.clock.run(runner.stop());
  world.farEnd.heal();
}

describe("a stream of a worker", () => {
  test("delivers what arrives, and settles it", async () => {
    const world = makeWorld();
    const runner = world.start();
    runner.setLeases([world.lease(0), world.lease(1)]);
    await world.append(1, 2, 3);
    runner.wake();
    await world.clock.advance(50);
    expect(world.store.counts.delivered).toBe(3);
    await world.clock.run(runner.stop());
    expect(world.errors).toEqual([]);
  });

  test("that gets a shard while it asks when the next parked event is due still sees what is parked there", async () => {
    const world = makeWorld();
    await parkOne(world);
    let answer = () => {};
    world.asked.hold = new Promise((resolve) => {
      answer = resolve;
    });
    const runner = world.start();
    const first = world.lease(0);
    runner.setLeases([first]);
    await settled();
    runner.setLeases([first, world.lease(1)]);
    answer();
    await world.append(1);
    await world.clock.advance(10_000);
    expect(world.farEnd.arrivals.get(1)).toEqual([1, 2]);
    expect(world.store.parked.size).toBe(0);
    await world.clock.run(runner.stop());
  });

  test("whose breaker opens by an answer sends nothing more, and settles nothing it was not told", async () => {
    const world = makeWorld();
    world.farEnd.mode = "unauthorised";
    const runner = world.start();
    runner.setLeases([world.lease(0), world.lease(1)]);
    await world.append(1, 2);
    runner.wake();
    await world.clock.advance(50);
    expect(world.store.cursors.map(({ position }) => position)).toEqual([0, 0]);
    expect(world.farEnd.sends).toBeLessThanOrEqual(2);
    world.farEnd.heal();
    await runner.stop().catch(() => undefined);
  });

  test("gives back shards only when the turn that used them is over", async () => {
    const world = makeWorld();
    const slow = world.farEnd;
    slow.oneOffs.push("retry_after");
    const runner = world.start();
    runner.setLeases([world.lease(0), world.lease(1)]);
    await world.append(1, 2);
    runner.wake();
    await settled();
    const giving = runner.withoutShards([1 as Shard]);
    await world.clock.run(giving);
    const sends = slow.sends;
    expect(runner.shards).toEqual([0]);
    await world.clock.advance(5_000);
    expect(slow.arrivals.get(2)).toEqual([2]);
    expect(slow.sends).toBe(sends + 1);
    await world.clock.run(runner.stop());
  });

  test("whose page cannot be settled halves it, down to one event, and reads more again when it can", async () => {
    const world = makeWorld();
    const sizes: number[] = [];
    let canSettle = (_events: number) => false;
    const settle = world.store.settle.bind(world.store);
    world.store.settle = async (settlement) => {
      const events = settlement.moves.reduce((sum, { read }) => sum + read, 0);
      sizes.push(events);
      // As when the leases are over by the time that so many events are prepared.
      if (!canSettle(events)) throw new Error("too late");
      return settle(settlement);
    };
    canSettle = (events) => events <= 1 || sizes.length > 15;
    const runner = world.start();
    runner.setLeases([world.lease(0), world.lease(1)]);
    await world.append(...Array.from({ length: 100 }, (_, n) => n + 1));
    runner.wake();
    await world.clock.advance(60_000);
    expect(sizes[0]).toBe(100);
    expect(Math.min(...sizes)).toBe(1);
    expect(world.store.counts.delivered).toBe(100);
    await world.clock.run(runner.stop());
  });

  test("discards an event that stopped a worker before, unprepared, and goes on", async () => {
    const world = makeWorld();
    const prepared: number[] = [];
    const encode = world.farEnd.encode.bind(world.farEnd);
    world.farEnd.encode = (event) => {
      prepared.push(event.offset);
      return encode(event);
    };
    const runner = world.start();
    runner.costly = new Set([2 as Offset]);
    runner.setLeases([world.lease(0), world.lease(1)]);
    await world.append(1, 2, 3);
    runner.wake();
    await world.clock.advance(50);
    expect(prepared.toSorted()).toEqual([1, 3]);
    expect(world.store.counts).toMatchObject({ delivered: 2, discarded: 1 });
    await world.clock.run(runner.stop());
  });

  test("discards an event whose preparing fails, says so, and goes on", async () => {
    const world = makeWorld();
    const encode = world.farEnd.encode.bind(world.farEnd);
    world.farEnd.encode = (event) => {
      if (event.offset === 2) throw new Error("a bug");
      return encode(event);
    };
    const runner = world.start();
    runner.setLeases([world.lease(0), world.lease(1)]);
    await world.append(1, 2, 3);
    runner.wake();
    await world.clock.advance(50);
    expect(world.store.counts).toMatchObject({ delivered: 2, discarded: 1 });
    expect(world.errors.map(String)).toEqual(["Error: a bug"]);
    await world.clock.run(runner.stop());
  });
});
