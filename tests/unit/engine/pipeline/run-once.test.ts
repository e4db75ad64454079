import { describe, expect, test } from "vitest";
import { runOnce } from "@/lib/engine/pipeline/run-once";
import { FakeClock } from "@/tests/support/engine-clock";
import { FarEnd } from "@/tests/support/engine-far-end";
import { PROJECT, SYNC } from "@/tests/support/engine-runner";
import { makeIncoming } from "@/tests/support/make-event";
import { MemoryLog } from "@/tests/support/memory-log";
import { MemoryStore } from "@/tests/support/memory-store";

const SHARDS = 4;

function makeWorld() {
  const clock = new FakeClock();
  const log = new MemoryLog(SHARDS);
  const store = new MemoryStore(SHARDS);
  const farEnd = new FarEnd(clock, [1]);
  const stop = new AbortController();
  const cursors = store.claim([0, 1, 2, 3]);
  const append = (...people: number[]) =>
    log.append(
      PROJECT,
      people.map((person) => makeIncoming({ userId: String(person), eventType: "plain" })),
    );
  const turn = (
    part: { trial?: boolean; mayHaveParked?: boolean } = {},
    { breathe = (): Promise<void> | null => null } = {},
  ) =>
    clock.run(
      runOnce(
        {
          projectId: PROJECT,
          syncId: SYNC,
          syncVersion: 1,
          cursors,
          mayHaveParked: true,
          eventsMax: 8_000,
          trial: false,
          ...part,
        },
        {
          clock,
          log,
          store,
          parking: store,
          planner: farEnd.planner,
          destination: farEnd,
          watch: (_event, prepare) => prepare(),
          breathe,
          newId: () => "request",
          stop: stop.signal,
          cut: new AbortController().signal,
          permit: async (signal) => (signal.aborted ? null : () => undefined),
          isWell: () => true,
          onAttempt: ({ verdict }) => {
            if (verdict.kind === "unwell") stop.abort();
          },
        },
      ),
    );
  return { clock, log, store, farEnd, stop, cursors, append, turn };
}

const kinds = (store: MemoryStore) => store.deliveries.map(({ kind }) => kind);

describe("a turn", () => {
  test("with nothing to read does nothing", async () => {
    const { turn, store } = makeWorld();
    expect(await turn()).toMatchObject({ read: 0, requests: 0, wentWell: true });
    expect(store.requests).toBe(0);
  });

  test("settles what it read, and goes on from there", async () => {
    const { turn, append, store, farEnd } = makeWorld();
    await append(1, 2, 3);
    expect(await turn()).toMatchObject({ read: 3, settled: 3, parked: 0 });
    await append(1);
    expect(await turn()).toMatchObject({ read: 1, settled: 1 });
    expect(kinds(store)).toEqual(["delivered", "delivered", "delivered", "delivered"]);
    expect(farEnd.arrivals.get(1)).toEqual([1, 4]);
  });

  test("keeps the record of its requests even when none of them was taken", async () => {
    const { turn, append, store, farEnd } = makeWorld();
    farEnd.mode = "unauthorised";
    await append(1);
    expect(await turn()).toMatchObject({ settled: 0, requests: 1 });
    expect(store.requests).toBe(1);
    expect(store.cursors.map(({ position }) => position)).toEqual([0, 0, 0, 0]);
  });
});

describe("new events of a person whose earlier ones are parked", () => {
  test("wait behind them, and come after them", async () => {
    const { turn, append, store, farEnd, clock } = makeWorld();
    farEnd.poison.set(1, "internal");
    await append(1, 2);
    expect(await turn()).toMatchObject({ settled: 1, parked: 1 });
    farEnd.heal();
    await append(1, 2);
    expect(await turn()).toMatchObject({ settled: 1, parked: 1 });
    expect(farEnd.arrivals.get(1)).toBeUndefined();
    await clock.advance(2_000);
    await turn();
    expect(farEnd.arrivals.get(1)).toEqual([1, 3]);
    expect(store.parked.size).toBe(0);
    expect(kinds(store)).toEqual(["delivered", "delivered", "delivered", "delivered"]);
  });

  test("that are not selected are not held up", async () => {
    const { turn, append, log, store, farEnd } = makeWorld();
    farEnd.poison.set(1, "internal");
    await append(1);
    await turn();
    await log.append(PROJECT, [makeIncoming({ userId: "1", eventType: "unsendable" })]);
    expect(await turn()).toMatchObject({ settled: 1, parked: 0 });
    expect(kinds(store)).toEqual(["discarded"]);
  });
});

describe("a trial", () => {
  test("tries the first event of each shard and leaves the rest unread", async () => {
    const { turn, append, store } = makeWorld();
    await append(1, 1, 2, 2, 3, 3);
    expect(await turn({ trial: true })).toMatchObject({ read: 3, settled: 3, wentWell: true });
    expect(store.cursors.map(({ read }) => read)).toEqual([0, 1, 1, 1]);
  });

  test("in which three people's events fail parks nobody and uses no attempt", async () => {
    const { turn, append, store, farEnd } = makeWorld();
    farEnd.mode = "internal";
    await append(1, 2, 3);
    expect(await turn({ trial: true })).toMatchObject({ settled: 0, parked: 0, wentWell: false });
    expect(store.parked.size).toBe(0);
  });

  test("in which anything is taken blames those that fail", async () => {
    const { turn, append, store, farEnd } = makeWorld();
    for (const person of [1, 2, 3]) farEnd.poison.set(person, "internal");
    await append(1, 2, 3, 4);
    expect(await turn({ trial: true })).toMatchObject({ settled: 1, parked: 3, wentWell: true });
    expect(store.parked.size).toBe(3);
  });

  test("leaves the parking lot alone", async () => {
    const { turn, append, store, farEnd, clock } = makeWorld();
    farEnd.poison.set(1, "internal");
    await append(1);
    await turn();
    farEnd.heal();
    await clock.advance(2_000);
    expect(await turn({ trial: true })).toMatchObject({ read: 0, wentWell: true });
    expect(store.parked.size).toBe(1);
  });

  test("that is stopped before anything was answered says nothing about the destination", async () => {
    const { turn, append, stop } = makeWorld();
    await append(1, 2, 3);
    stop.abort();
    expect(await turn({ trial: true })).toMatchObject({ settled: 0, wentWell: false });
  });
});

test("between two events, and before a request, others have their turn when it is time", async () => {
  const { turn, append, store } = makeWorld();
  await append(1, 2, 3, 4, 5, 6);
  let asked = 0;
  let waited = 0;
  const breathe = () => {
    asked += 1;
    return asked % 2 === 0 ? Promise.resolve().then(() => void waited++) : null;
  };
  await turn({}, { breathe });
  // Six events, in two requests.
  expect([asked, waited]).toEqual([8, 4]);
  expect(store.counts.delivered).toBe(6);
});

describe("events that are sent again by hand", () => {
  test("go out once each, in order, and their rows name the first ones", async () => {
    const { turn, append, store, farEnd, clock } = makeWorld();
    await append(1, 1, 2);
    await turn();
    store.redeliver(store.deliveries.slice(), clock.now());
    const sends = farEnd.sends;
    expect(await turn()).toMatchObject({ read: 3, settled: 3 });
    expect(farEnd.sends - sends).toBe(1);
    expect(store.deliveries.slice(3).map(({ redeliveryOf }) => redeliveryOf)).toEqual([1, 2, 3]);
    expect(store.parked.size).toBe(0);
  });
});
