import { expect, test } from "vitest";
import { dedupeKey } from "@/lib/pipeline/source/dedupe-key";

test("the key is device and insert_id", () => {
  expect(dedupeKey({ deviceId: "dev-1", insertId: "abc" })).toBe("dev-1\nabc");
  expect(dedupeKey({ deviceId: null, insertId: "abc" })).toBe("\nabc");
});

test("without insert_id an event is never a duplicate", () => {
  expect(dedupeKey({ deviceId: "dev-1", insertId: null })).toBeNull();
});
