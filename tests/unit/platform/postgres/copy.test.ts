import fc from "fast-check";
import { expect, test } from "vitest";
import { timestamp } from "@/lib/platform/postgres/copy";

test("a timestamp is the one that Date makes, for every time that PostgreSQL takes", () => {
  const times = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });
  fc.assert(fc.property(times, (ms) => timestamp(ms) === new Date(ms).toISOString()));
  expect(timestamp(1_700_000_000_123.9)).toBe("2023-11-14T22:13:20.123Z");
});
