import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createBodyBudget } from "@/lib/engine/ingest/http/body-budget";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** 100 bytes, 20 of them for small bodies, 50 of the rest for one client. */
function budget() {
  const limits = { bytesMax: 100, smallBytesMin: 20, clientBytesMax: 50 };
  const evicted: string[] = [];
  let refused = 0;
  const own = createBodyBudget({
    limits,
    refused: () => {
      refused += 1;
    },
  });
  return {
    evicted,
    refused: () => refused,
    open: (client: string, name = client) => own.open(client, () => evicted.push(name)),
  };
}

/** What a promise has come to, without waiting for it. */
async function stateOf(promise: Promise<boolean>): Promise<boolean | "waiting"> {
  await vi.advanceTimersByTimeAsync(0);
  return Promise.race([promise, Promise.resolve<"waiting">("waiting")]);
}

describe("room", () => {
  test("small bodies have a part of their own, and the rest while it is free", async () => {
    const { open, refused } = budget();
    expect(await open("a").reserve(50)).toBe(true);
    expect(await open("b").reserve(30)).toBe(true);
    expect(open("c").take(20)).toBe(true);
    expect(refused()).toBe(0);
    expect(open("d").take(1)).toBe(false);
    expect(refused()).toBe(1);
  });

  test("what is closed gives its room back, once", async () => {
    const { open } = budget();
    const first = open("a");
    expect(first.take(100)).toBe(true);
    const second = open("b");
    expect(second.take(1)).toBe(false);
    first.close();
    first.close();
    expect(second.take(100)).toBe(true);
    expect(second.take(1)).toBe(false);
  });

  test("a large body waits for room, in the order of arrival", async () => {
    const { open } = budget();
    const [first, second, third] = [open("a"), open("b"), open("c")];
    expect(await first.reserve(80)).toBe(true);
    first.complete();
    const [waits, alsoWaits] = [second.reserve(60), third.reserve(60)];
    expect(await stateOf(waits)).toBe("waiting");
    first.close();
    expect([await stateOf(waits), await stateOf(alsoWaits)]).toEqual([true, "waiting"]);
    second.giveBack(45);
    expect(await stateOf(alsoWaits)).toBe(true);
  });

  test("a client has its share, and does not hold up the others with what waits for it", async () => {
    const { open } = budget();
    expect(await open("a").reserve(40)).toBe(true);
    const more = open("a").reserve(20);
    const others = open("b").reserve(40);
    expect([await stateOf(more), await stateOf(others)]).toEqual(["waiting", true]);
  });

  test("a single body may be larger than a share", async () => {
    expect(await budget().open("a").reserve(80)).toBe(true);
  });

  test("nobody waits for ever, and who has waited for nothing is counted", async () => {
    const { open, refused } = budget();
    const first = open("a");
    await first.reserve(80);
    first.complete();
    const waits = open("b").reserve(80);
    await vi.advanceTimersByTimeAsync(14_000);
    expect(await stateOf(waits)).toBe("waiting");
    expect(refused()).toBe(0);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(await waits).toBe(false);
    expect(refused()).toBe(1);
  });

  test("whose client has left while it waited is not counted as refused", async () => {
    const { open, refused } = budget();
    const first = open("a");
    await first.reserve(80);
    const left = open("b");
    const waits = left.reserve(80);
    left.close();
    first.close();
    expect([await waits, refused()]).toEqual([false, 0]);
  });
});

describe("speed", () => {
  test("a large body needs 64 KB in each ten seconds", async () => {
    const { evicted, open } = budget();
    const [slow, fast] = [open("slow"), open("fast")];
    await Promise.all([slow.reserve(10), fast.reserve(10)]);
    for (let round = 0; round < 3; round++) {
      slow.received(65_535);
      fast.received(65_536);
      await vi.advanceTimersByTimeAsync(10_250);
    }
    expect(evicted).toEqual(["slow"]);
    expect(slow.isClosed).toBe(true);
  });

  test("a small body needs to be there within 30 s, one that is there may wait for its answer", async () => {
    const { evicted, open } = budget();
    open("slow").take(1);
    const stored = open("stored");
    stored.take(1);
    stored.complete();
    await vi.advanceTimersByTimeAsync(29_000);
    expect(evicted).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(evicted).toEqual(["slow"]);
  });

  test("while it waits for room its time stands still", async () => {
    const { evicted, open } = budget();
    const first = open("a");
    await first.reserve(80);
    first.complete();
    const second = open("b");
    const waits = second.reserve(80);
    await vi.advanceTimersByTimeAsync(12_000);
    first.close();
    expect(await waits).toBe(true);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(evicted).toEqual([]);
  });
});

describe("when room is short the slowest goes, never the newcomer", () => {
  test("for a large body, after a second", async () => {
    const { evicted, open } = budget();
    const [slow, fast] = [open("slow"), open("fast")];
    await Promise.all([slow.reserve(40), fast.reserve(40)]);
    slow.received(1_000);
    fast.received(9_000);
    const newcomer = open("new").reserve(40);
    expect(await stateOf(newcomer)).toBe("waiting");
    await vi.advanceTimersByTimeAsync(1_500);
    expect(evicted).toEqual(["slow"]);
    expect(await newcomer).toBe(true);
  });

  test("only its own, when it is its own share that is full", async () => {
    const { evicted, open } = budget();
    const [own, other] = [open("a", "own"), open("b", "other")];
    await Promise.all([own.reserve(40), other.reserve(30)]);
    own.received(9_000);
    other.received(1);
    const newcomer = open("a", "newcomer").reserve(40);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(evicted).toEqual(["own"]);
    expect(await newcomer).toBe(true);
  });

  test("for a small body, at once", async () => {
    const { evicted, open } = budget();
    open("slow").take(50);
    open("fast").take(60 - 10);
    await vi.advanceTimersByTimeAsync(1_250);
    const last = open("last");
    expect(last.take(30)).toBe(true);
    expect(evicted).toHaveLength(1);
  });
});
