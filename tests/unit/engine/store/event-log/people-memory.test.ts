import { expect, test } from "vitest";
import { PersonProperties } from "@/lib/engine/pipeline/source/person-properties";
import { PeopleCache, type PersonState } from "@/lib/engine/store/event-log/people-cache";
import { PeopleMemory } from "@/lib/engine/store/event-log/people-memory";
import type { PersonId } from "@/lib/kernel/brand";

// What one process keeps of people is bounded in bytes over all its projects, however large each person is.

let ids = 0;
function person(characters: number): PersonState {
  ids += 1;
  const properties = { p: Array(Math.ceil(characters / 10)).fill("1234567") };
  const all = new PersonProperties(properties);
  return {
    id: ids as PersonId,
    userId: `user-${ids}`,
    devices: new Set(),
    chars: all.chars,
    loaded: { all, recent: new Map() },
    stateDay: null,
    stateChars: 0,
  };
}

/** One commit that uses these people. */
function use(cache: PeopleCache, head: number, people: readonly PersonState[]): void {
  cache.begin(head);
  for (const each of people) {
    cache.put(each);
    cache.putOnDevice(`device-${each.id}`, each);
    cache.touch(each);
  }
  cache.committed(head + 1);
}

test("many large people of many projects stay within the bound, those used longest ago go first", () => {
  const memory = new PeopleMemory(1_000_000);
  const caches = Array.from({ length: 20 }, () => new PeopleCache(memory));
  for (const cache of caches) {
    use(
      cache,
      0,
      Array.from({ length: 10 }, () => person(10_000)),
    );
    expect(memory.bytes).toBeLessThanOrEqual(1_000_000);
  }
  expect(caches[0]?.byId.size).toBe(0);
  expect(caches[0]?.byDeviceId.size).toBe(0);
  expect(caches.at(-1)?.byId.size).toBe(10);
});

test("who is used again stays", () => {
  const memory = new PeopleMemory(100_000);
  const [cache, other] = [new PeopleCache(memory), new PeopleCache(memory)];
  const regular = person(1_000);
  use(cache, 0, [regular]);
  for (let n = 0; n < 200; n++) {
    use(other, n, [person(1_000)]);
    use(cache, n + 1, [regular]);
  }
  expect(cache.byUserId.get(String(regular.userId))).toBe(regular);
  expect(memory.bytes).toBeLessThanOrEqual(100_000);
});

test("nobody goes while their project is appending", () => {
  const memory = new PeopleMemory(10_000);
  const [busy, other] = [new PeopleCache(memory), new PeopleCache(memory)];
  const needed = person(1_000);
  busy.begin(0);
  busy.put(needed);
  busy.touch(needed);
  for (let n = 0; n < 50; n++) use(other, n, [person(1_000)]);
  expect(busy.byId.get(needed.id)).toBe(needed);
  expect(needed.loaded).not.toBeNull();
});

test("a growing person is counted as it grows, a cleared cache as nothing", () => {
  const memory = new PeopleMemory();
  const cache = new PeopleCache(memory);
  const growing = person(10);
  use(cache, 0, [growing]);
  const before = memory.bytes;
  growing.loaded?.all.set("q", "x".repeat(1_000));
  cache.touch(growing);
  expect(memory.bytes).toBeGreaterThan(before + 1_000);
  cache.clear();
  expect(memory.bytes).toBe(0);
});
