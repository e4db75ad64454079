import { expect, test } from "vitest";
import {
  ALL_SHARDS,
  historyShard,
  isHistoryShard,
  SHARDS,
  shardOf,
  shardsOf,
} from "@/lib/engine/pipeline/log/shard";
import type { PersonId, Shard } from "@/lib/kernel/brand";

const person = (id: number) => id as PersonId;
const live = Array.from({ length: SHARDS }, (_, shard) => shard as Shard);

test("a person's shard is the same for ever: rows that are stored lie there", () => {
  const known = [1, 2, 3, 100, 30_000_001, 4_294_967_297].map((id) => shardOf(person(id)));
  expect(known).toEqual([9, 3, 13, 12, 3, 9]);
});

test("people are spread evenly, also those who came one after the other", () => {
  const counts = new Array<number>(SHARDS).fill(0);
  for (let id = 1; id <= 16_000; id += 1) {
    const shard = shardOf(person(id));
    counts[shard] = (counts[shard] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(900);
  expect(Math.max(...counts)).toBeLessThan(1_100);
});

test("every shard is one, whatever the id", () => {
  for (const id of [1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1]) {
    expect(live).toContain(shardOf(person(id)));
  }
});

test("history lies in as many shards again, and in none of the live ones", () => {
  const history = live.map(historyShard);
  expect(history.every(isHistoryShard)).toBe(true);
  expect(live.some(isHistoryShard)).toBe(false);
  expect(new Set([...live, ...history]).size).toBe(ALL_SHARDS);
});

test("people are looked for in both lanes, each shard once", () => {
  const people = [1, 4_294_967_297, 2].map(person);
  expect(shardsOf(people)).toEqual([9, 3, 9 + SHARDS, 3 + SHARDS]);
  expect(shardsOf([])).toEqual([]);
});
