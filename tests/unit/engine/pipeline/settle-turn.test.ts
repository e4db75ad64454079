import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Entry, settlementOf } from "@/lib/engine/pipeline/settle-turn";
import type { Offset, Shard, SyncId } from "@/lib/kernel/brand";
import { makeItem } from "@/tests/support/engine-doubles";
import { makeEvent } from "@/tests/support/make-event";

type Fate = "filtered" | "discarded" | "delivered" | "parked" | "behind" | "unanswered";

/** An entry that was read from the log, or from the parking lot, with what has become of it. */
function entry(offset: number, shard: number, fate: Fate, wasParked = false): Entry {
  const parked = wasParked ? { redeliveryOf: null, attempts: 0, requestIds: [] } : null;
  if (fate === "filtered" || fate === "discarded") {
    const event = makeEvent({ offset: offset as Offset, shard: shard as Shard });
    const result =
      fate === "filtered"
        ? ({ kind: "filtered", reason: "events_off", failed: null } as const)
        : ({
            kind: "discarded",
            reason: "event_name_blank",
            message: "blank",
            identifier: null,
          } as const);
    return { event, result, wasParked: parked };
  }
  const item = makeItem(offset, offset, { shard });
  if (fate === "delivered") {
    const verdict = { kind: "accepted" } as const;
    item.answer(item.prepared.operations[0], { verdict, requestId: "r", answeredMs: 1 });
  }
  if (fate === "parked") {
    item.park({ reason: "server_error", message: "500", retryAfterMs: null }, "r", 0, true);
  }
  if (fate === "behind") item.parkBehind();
  return { event: item.event, result: item, wasParked: parked };
}

const streamOf = (...positions: number[]) => ({
  syncId: 7 as SyncId,
  syncVersion: 3,
  cursors: positions.map((position, shard) => ({
    shard: shard as Shard,
    token: 100 + shard,
    position: position as Offset,
  })),
});

const settle = (entries: readonly Entry[], ...positions: number[]) =>
  settlementOf(streamOf(...positions), entries, 1_000);

const offsets = (list: readonly { readonly event: { readonly offset: number } }[]) =>
  list.map(({ event }) => event.offset);

describe("a shard", () => {
  test("moves past everything that is settled or parked", () => {
    const { moves, settled, parked } = settle(
      [entry(11, 0, "filtered"), entry(12, 0, "delivered"), entry(15, 0, "parked")],
      10,
    );
    expect(moves).toEqual([{ shard: 0, token: 100, previous: 10, position: 15, read: 3 }]);
    expect(offsets(settled)).toEqual([11, 12]);
    expect(offsets(parked)).toEqual([15]);
  });

  test("stops before the first event without an answer; what lies behind is left unread", () => {
    const { moves, settled, parked } = settle(
      [
        entry(11, 0, "delivered"),
        entry(12, 0, "unanswered"),
        entry(13, 0, "delivered"),
        entry(14, 0, "filtered"),
        entry(15, 0, "parked"),
      ],
      10,
    );
    expect(moves).toMatchObject([{ position: 11, read: 1 }]);
    expect(offsets(settled)).toEqual([11]);
    expect(parked).toEqual([]);
  });

  test("does not move at all when its first event has no answer", () => {
    expect(settle([entry(11, 0, "unanswered"), entry(12, 0, "delivered")], 10).moves).toEqual([]);
  });

  test("that stops does not stop the others", () => {
    const { moves } = settle([entry(11, 0, "unanswered"), entry(12, 1, "delivered")], 10, 10);
    expect(moves).toMatchObject([{ shard: 1, position: 12 }]);
  });

  test("that is not ours is left alone", () => {
    const { moves, settled } = settle(
      [entry(11, 5, "delivered"), entry(12, 5, "filtered", true)],
      10,
    );
    expect(moves).toEqual([]);
    expect(settled).toEqual([]);
  });
});

describe("what was parked before", () => {
  test("is guarded by its shard's token without moving it", () => {
    const { moves, settled } = settle([entry(3, 0, "delivered", true)], 10);
    expect(moves).toEqual([{ shard: 0, token: 100, previous: 10, position: 10, read: 0 }]);
    expect(settled).toMatchObject([{ wasParked: { redeliveryOf: null } }]);
  });

  test("and has no answer stays parked, and does not hold up the shard", () => {
    const { moves, settled, parked } = settle(
      [entry(3, 0, "unanswered", true), entry(11, 0, "delivered")],
      10,
    );
    expect(moves).toMatchObject([{ position: 11, read: 1 }]);
    expect(offsets(settled)).toEqual([11]);
    expect(parked).toEqual([]);
  });

  test("is settled even when the shard's new events have no answer", () => {
    const { moves, settled } = settle(
      [entry(3, 0, "delivered", true), entry(11, 0, "unanswered")],
      10,
    );
    expect(moves).toMatchObject([{ position: 10, read: 0 }]);
    expect(offsets(settled)).toEqual([3]);
  });

  test("and waits again is written again", () => {
    const { parked } = settle([entry(3, 0, "parked", true), entry(4, 0, "behind", true)], 10);
    expect(offsets(parked)).toEqual([3, 4]);
  });
});

const turns = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom<Fate>("filtered", "discarded", "delivered", "parked", "behind", "unanswered"),
    fc.boolean(),
  ),
  { maxLength: 60 },
);

test("what a turn reads is exactly what it settles and parks of the new events", () => {
  fc.assert(
    fc.property(turns, (list) => {
      const due = list.filter(([, , wasParked]) => wasParked);
      const entries = [...due, ...list.filter(([, , wasParked]) => !wasParked)].map(
        ([shard, fate, wasParked], index) =>
          entry(wasParked ? index + 1 : 1_000 + index, shard, fate, wasParked),
      );
      const { moves, settled, parked } = settle(entries, 999, 999, 999, 999);
      const isNew = ({ event }: { readonly event: { readonly offset: number } }) =>
        event.offset >= 1_000;
      const read = moves.reduce((sum, move) => sum + move.read, 0);
      expect(read).toBe(settled.filter(isNew).length + parked.filter(isNew).length);
      for (const { shard, position, read: count } of moves) {
        const ofShard = entries.filter((e) => isNew(e) && e.event.shard === shard);
        expect(ofShard.filter(({ event }) => event.offset <= position)).toHaveLength(count);
      }
    }),
  );
});
