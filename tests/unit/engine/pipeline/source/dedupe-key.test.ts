import fc from "fast-check";
import { expect, test } from "vitest";
import { dedupeKey } from "@/lib/engine/pipeline/source/dedupe-key";

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
