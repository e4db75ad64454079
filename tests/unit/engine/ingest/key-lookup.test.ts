import { expect, test } from "vitest";
import { createKeyLookup } from "@/lib/engine/ingest/key-lookup";
import type { ProjectId } from "@/lib/kernel/brand";

const PROJECT = 7 as ProjectId;

function makeLookup(known: ReadonlySet<string>) {
  let nowMs = 0;
  const asked: string[] = [];
  const lookup = createKeyLookup(
    async (key) => {
      asked.push(key);
      return known.has(key) ? PROJECT : null;
    },
    { now: () => nowMs, sleep: () => Promise.resolve() },
  );
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { lookup, asked, pass };
}

test("a known key is remembered for 10 s", async () => {
  const { lookup, asked, pass } = makeLookup(new Set(["a"]));
  expect(await lookup.find("a")).toBe(PROJECT);
  pass(9_999);
  expect(lookup.find("a")).toBe(PROJECT);
  expect(asked).toEqual(["a"]);
  pass(1);
  await lookup.find("a");
  expect(asked).toEqual(["a", "a"]);
});

test("an unknown key is remembered for 2 s, so that a new project works soon", async () => {
  const known = new Set<string>();
  const { lookup, pass } = makeLookup(known);
  expect(await lookup.find("new")).toBeNull();
  known.add("new");
  expect(await lookup.find("new")).toBeNull();
  pass(2_000);
  expect(await lookup.find("new")).toBe(PROJECT);
});

test("requests that arrive together ask once", async () => {
  const { lookup, asked } = makeLookup(new Set(["a"]));
  await Promise.all([lookup.find("a"), lookup.find("a"), lookup.find("a")]);
  expect(asked).toEqual(["a"]);
});

test("a failed lookup is not remembered", async () => {
  let fails = true;
  const lookup = createKeyLookup(
    async () => {
      if (fails) throw new Error("away");
      return PROJECT;
    },
    { now: () => 0, sleep: () => Promise.resolve() },
  );
  await expect(lookup.find("a")).rejects.toThrow("away");
  fails = false;
  expect(await lookup.find("a")).toBe(PROJECT);
});

test("invented keys do not grow the memory without bound", async () => {
  const { lookup, asked } = makeLookup(new Set());
  for (let i = 0; i <= 1_000; i++) await lookup.find(`key-${i}`);
  await lookup.find("key-0");
  expect(asked.filter((key) => key === "key-0")).toHaveLength(2);
});

test.each(["k".repeat(257), "a\0b", "\ud800"])("%j is answered without asking", async (key) => {
  const { lookup, asked } = makeLookup(new Set([key]));
  expect(await lookup.find(key)).toBeNull();
  expect(asked).toEqual([]);
});

test("invented keys do not make the real ones forgotten", async () => {
  const { lookup, asked } = makeLookup(new Set(["real"]));
  await lookup.find("real");
  for (let i = 0; i < 2_000; i++) await lookup.find(`invented-${i}`);
  expect(lookup.find("real")).toBe(PROJECT);
  expect(asked.filter((key) => key === "real")).toEqual(["real"]);
});
