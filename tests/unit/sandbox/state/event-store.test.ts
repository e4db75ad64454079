import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ID_WORDS, isUlid, packUlid, unpackUlid } from "@/sandbox/state/event-id";
import { EventStore } from "@/sandbox/state/event-store";
import { NOW, NOW_SECONDS, ulid } from "@/tests/unit/sandbox/sandbox-client";

const event = (id: string | undefined, name = "x", data = {}) => ({
  id,
  name,
  type: "event" as const,
  timestamp: NOW_SECONDS,
  data,
});

describe("ULIDs", () => {
  const alphabet = [..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"];
  const ulids = fc
    .tuple(
      fc.constantFrom(...alphabet.slice(0, 8)),
      fc.string({ unit: fc.constantFrom(...alphabet), minLength: 25, maxLength: 25 }),
    )
    .map(([head, tail]) => head + tail);

  test("every ULID survives packing and unpacking, in either case", () => {
    fc.assert(
      fc.property(ulids, (id) => {
        const words = new Uint32Array(ID_WORDS);
        expect(packUlid(id.toLowerCase(), words)).toBe(true);
        expect(unpackUlid(words)).toBe(id);
      }),
    );
  });

  test.each([
    "",
    "0".repeat(25),
    "0".repeat(27),
    `8${"0".repeat(25)}`,
    `0${"I".repeat(25)}`,
    `0${"é".repeat(25)}`,
  ])("%j is none", (text) => expect(isUlid(text)).toBe(false));
});

describe("the event store", () => {
  test("keeps every id once through many enlargements", () => {
    const store = new EventStore(10);
    const count = 5_000;
    for (let n = 0; n < count; n++) store.add(event(ulid(n)), NOW_SECONDS, NOW);
    for (let n = 0; n < count; n++) {
      expect(store.add(event(ulid(n)), NOW_SECONDS, NOW)).toEqual({
        kind: "duplicate",
        index: n,
        sameContent: true,
      });
    }
    expect([store.count, store.distinctIds]).toEqual([count, count]);
    expect(store.read(4_321).id).toBe(ulid(4_321));
  });

  test("behaves like a set for any mix of ULIDs, other ids and none", () => {
    const id = fc.oneof(
      fc.integer({ min: 0, max: 30 }).map(ulid),
      fc.string(),
      fc.constant(undefined),
    );
    fc.assert(
      fc.property(fc.array(id, { maxLength: 200 }), (ids) => {
        const store = new EventStore(1_000);
        const seen = new Set<string>();
        for (const it of ids) {
          const isNew = it === undefined || !seen.has(it);
          if (it !== undefined) seen.add(it);
          expect(store.add(event(it), NOW_SECONDS, NOW).kind).toBe(isNew ? "added" : "duplicate");
        }
        expect(store.distinctIds).toBe(seen.size);
        const kept = Array.from({ length: store.count }, (_, i) => store.read(i).id);
        expect(new Set(kept.filter((it) => it !== undefined))).toEqual(seen);
      }),
    );
  });

  test("keeps the data of the newest events only, and everything else of all", () => {
    const store = new EventStore(2);
    for (let n = 0; n < 4; n++)
      store.add(event(ulid(n), `name ${n}`, { n }), NOW_SECONDS + n, NOW + n);
    expect([0, 1, 2, 3].map((n) => store.read(n).data)).toEqual([
      undefined,
      undefined,
      '{"n":2}',
      '{"n":3}',
    ]);
    expect(store.read(0)).toMatchObject({
      name: "name 0",
      timestamp: NOW_SECONDS,
      receivedAt: NOW,
    });
  });

  test("notices another content under a known id", () => {
    const store = new EventStore(10);
    store.add(event(ulid(1), "a", { n: 1 }), NOW_SECONDS, NOW);
    for (const other of [event(ulid(1), "b", { n: 1 }), event(ulid(1), "a", { n: 2 })]) {
      expect(store.add(other, NOW_SECONDS, NOW)).toMatchObject({
        kind: "duplicate",
        sameContent: false,
      });
    }
  });
});
