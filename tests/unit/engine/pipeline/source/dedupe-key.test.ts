import fc from "fast-check";
import { expect, test } from "vitest";
import { dedupeKey, dedupeKeys } from "@/lib/engine/pipeline/source/dedupe-key";
import { makeIncoming } from "@/tests/support/make-event";

const key = (userId: string | null, deviceId: string | null, insertId: string | null = "c77") =>
  dedupeKey({ userId, deviceId, insertId });

test("an insert_id is scoped by its device, whoever uses it", () => {
  expect(key("ann-0001", "dev-1")).toBe("dev-1\nc77");
  expect(key("bob-0001", "dev-1")).toBe("dev-1\nc77");
  expect(key(null, "dev-2")).toBe("dev-2\nc77");
});

test("without device it is scoped by its user", () => {
  expect(key("ann-0001", null)).toBe("\nann-0001\nc77");
  expect(key("ann-0001", null)).not.toBe(key("bob-0001", null));
});

test("a device is nobody's user id, whatever they are called", () => {
  expect(key("1234567", null)).not.toBe(key(null, "1234567"));
  expect(key("1234567", null)).not.toBe(key(null, "\n1234567"));
});

test("without insert_id an event is never a duplicate", () => {
  expect(key("ann-0001", "dev-1", null)).toBeNull();
});

test("two events have one key only when sender and insert_id are the same", () => {
  // Ids as ingestion lets them through (no NUL), of the characters that could confuse the key.
  const id = fc.string({ unit: fc.constantFrom("a", "\n"), minLength: 1, maxLength: 4 });
  const sent = fc.record({
    userId: fc.option(id),
    deviceId: fc.option(id),
    insertId: id,
  });
  fc.assert(
    fc.property(sent, sent, (a, b) => {
      const senderOf = (of: typeof a) => (of.deviceId === null ? [of.userId] : [null, of.deviceId]);
      const same =
        JSON.stringify([senderOf(a), a.insertId]) === JSON.stringify([senderOf(b), b.insertId]);
      expect(dedupeKey(a) === dedupeKey(b)).toBe(same);
    }),
    { numRuns: 5_000 },
  );
});

test("what comes from Amplitude is known by its user as well, whose device Amplitude made up", () => {
  const event = { userId: "ann-0001", deviceId: "made-up", insertId: "c77" };
  const from = (source: "amplitude_webhook" | "http_v2", more: object = {}) =>
    dedupeKeys(makeIncoming({ source, ...event, ...more }));
  expect(from("amplitude_webhook")).toEqual(["made-up\nc77", "\nann-0001\nc77"]);
  expect(from("http_v2")).toEqual(["made-up\nc77"]);
  expect(from("amplitude_webhook", { deviceId: null })).toEqual(["\nann-0001\nc77"]);
  expect(from("amplitude_webhook", { userId: null })).toEqual(["made-up\nc77"]);
  expect(from("amplitude_webhook", { insertId: null })).toEqual([]);
});
