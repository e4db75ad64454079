import { expect, test } from "vitest";
import type { JsonObject } from "@/lib/kernel/json";
import { nextVisit } from "@/sandbox/demo/next-visit";
import { SHOPPERS } from "@/sandbox/demo/shoppers";

/** A generator with a fixed seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function visits(count: number): readonly (readonly JsonObject[])[] {
  const world = { nowMs: 1_700_000_000_000, chance: seeded(7), known: new Set<string>() };
  return Array.from({ length: count }, () => nextVisit(world));
}

test("every kind of thing happens, and the first thing is somebody signing up", () => {
  const all = visits(500);
  expect(all[0]?.map((event) => event["event_type"])).toEqual(["$identify", "Signed Up"]);
  expect(new Set(all.flat().map((event) => event["event_type"]))).toEqual(
    new Set(["$identify", "Signed Up", "Song Played", "Page Viewed", "Searched", "Purchase"]),
  );
});

test("a shopper signs up once, before anything else under that user id", () => {
  const events = visits(2_000).flat();
  for (const { userId } of SHOPPERS) {
    const own = events.filter((event) => event["user_id"] === userId);
    expect(own.filter((event) => event["event_type"] === "Signed Up").length).toBe(1);
    expect(own[1]?.["event_type"]).toBe("Signed Up");
  }
});

test("signing up has the same insert_id at every start, so it is not counted again", () => {
  const signUps = (events: readonly JsonObject[]) =>
    events
      .filter((event) => event["event_type"] === "Signed Up")
      .map((event) => event["insert_id"]);
  expect(signUps(visits(2_000).flat()).toSorted()).toEqual(
    SHOPPERS.map(({ userId }) => `signed-up-${userId}`),
  );
});

test("40 shoppers have different ids, devices and addresses of a domain that belongs to nobody", () => {
  expect(SHOPPERS).toHaveLength(40);
  for (const key of ["userId", "deviceId", "email"] as const) {
    expect(new Set(SHOPPERS.map((shopper) => shopper[key])).size).toBe(40);
  }
  expect(SHOPPERS.every(({ email }) => /^[a-z.]+@example\.com$/.test(email))).toBe(true);
});
