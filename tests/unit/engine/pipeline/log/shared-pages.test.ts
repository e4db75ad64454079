import { describe, expect, test } from "vitest";
import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import { positionsAfter, sharePages } from "@/lib/engine/pipeline/log/shared-pages";
import type { Offset, ProjectId, Shard } from "@/lib/kernel/brand";
import { makeEvent } from "@/tests/support/make-event";

const PROJECT = 1 as ProjectId;
const at = (position: number) => [{ shard: 0 as Shard, position: position as Offset }];
const eventAt = (offset: number) => makeEvent({ offset: offset as Offset });

/** A log of `size` events that counts how often it is read. */
function makeLog(size: () => number): { readonly log: EventLog; readonly reads: () => number } {
  let reads = 0;
  return {
    reads: () => reads,
    log: {
      append: async () => ({ stored: 0, duplicates: 0 }),
      head: async () => size() as Offset,
      loadUserProperties: async () => undefined,
      read: async (_, shards, limit) => {
        reads += 1;
        const from = shards[0]?.position ?? 0;
        const count = Math.max(0, Math.min(limit, size() - from));
        return Array.from({ length: count }, (_, n) => eventAt(from + n + 1));
      },
    },
  };
}

describe("pages of the log", () => {
  test("are read once for all who ask the same, also while they are being read", async () => {
    const { log, reads } = makeLog(() => 10);
    const shared = sharePages(log, () => 2);
    const [first, second] = await Promise.all([
      shared.read(PROJECT, at(0), 5),
      shared.read(PROJECT, at(0), 5),
    ]);
    expect(await shared.read(PROJECT, at(0), 5)).toBe(first);
    expect(second).toBe(first);
    expect(reads()).toBe(1);
  });

  test("are not shared by who stands elsewhere, or reads another project", async () => {
    const { log, reads } = makeLog(() => 10);
    const shared = sharePages(log, () => 2);
    await shared.read(PROJECT, at(0), 5);
    await shared.read(PROJECT, at(5), 5);
    await shared.read(2 as ProjectId, at(0), 5);
    expect(reads()).toBe(3);
  });

  test("that were empty are asked for again: something may have come", async () => {
    let size = 0;
    const { log } = makeLog(() => size);
    const shared = sharePages(log, () => 2);
    expect(await shared.read(PROJECT, at(0), 5)).toEqual([]);
    size = 2;
    expect(await shared.read(PROJECT, at(0), 5)).toHaveLength(2);
  });

  test("that failed are asked for again", async () => {
    const { log } = makeLog(() => 3);
    let fails = true;
    const shared = sharePages(
      {
        ...log,
        read: (...question) => (fails ? Promise.reject(new Error("down")) : log.read(...question)),
      },
      () => 2,
    );
    await expect(shared.read(PROJECT, at(0), 5)).rejects.toThrow("down");
    fails = false;
    expect(await shared.read(PROJECT, at(0), 5)).toHaveLength(3);
  });

  test("go when too many events are kept, the longest unused first", async () => {
    const { log, reads } = makeLog(() => 1_000_000);
    const shared = sharePages(log, () => 2);
    await shared.read(PROJECT, at(0), 4_000);
    await shared.read(PROJECT, at(4_000), 4_000);
    await shared.read(PROJECT, at(0), 4_000);
    await shared.read(PROJECT, at(8_000), 4_000);
    expect(reads()).toBe(3);
    await shared.read(PROJECT, at(0), 4_000);
    expect(reads()).toBe(3);
    await shared.read(PROJECT, at(4_000), 4_000);
    expect(reads()).toBe(4);
  });
});

describe("pages of a project that one sync alone reads", () => {
  test("are there for the next turn, and gone when they were asked for", async () => {
    const { log, reads } = makeLog(() => 100);
    const shared = sharePages(log, () => 1);
    const ahead = await shared.read(PROJECT, at(5), 5);
    expect(await shared.read(PROJECT, at(5), 5)).toBe(ahead);
    expect(reads()).toBe(1);
    expect(await shared.read(PROJECT, at(5), 5)).not.toBe(ahead);
  });

  test("go when the next one is read, those of other projects stay", async () => {
    const { log, reads } = makeLog(() => 100);
    const shared = sharePages(log, () => 1);
    await shared.read(2 as ProjectId, at(0), 5);
    await shared.read(PROJECT, at(0), 5);
    await shared.read(PROJECT, at(5), 5);
    await shared.read(PROJECT, at(0), 5);
    await shared.read(2 as ProjectId, at(0), 5);
    expect(reads()).toBe(4);
  });
});

test("after a page each shard stands at its last event, or where it stood", () => {
  const shards = [
    { shard: 0 as Shard, position: 3 as Offset },
    { shard: 1 as Shard, position: 4 as Offset },
  ];
  const events = [5, 7].map((offset) => makeEvent({ offset: offset as Offset, shard: 1 as Shard }));
  expect(positionsAfter(shards, events)).toEqual([
    { shard: 0, position: 3 },
    { shard: 1, position: 7 },
  ]);
});
