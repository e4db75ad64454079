import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { retryAfterTries, TRIES_MAX } from "@/lib/engine/pipeline/deliver/retry-schedule";

const HOURS_4 = 4 * 3_600_000;
const NOMINAL_MS = [1, 5, 30, 120, 300, 900, 1_800, 3_600, 7_644].map((seconds) => seconds * 1_000);

const waitOf = (tries: number, seed: number) => {
  const wait = retryAfterTries(tries, seed, null);
  if (wait === null) throw new Error(`no wait after ${tries} tries`);
  return wait;
};

describe("retries of a parked event", () => {
  test("there are ten attempts, and none after the tenth", () => {
    expect(TRIES_MAX).toBe(10);
    for (let tries = 1; tries < 10; tries++) expect(retryAfterTries(tries, 1, null)).not.toBeNull();
    expect(retryAfterTries(10, 1, null)).toBeNull();
    expect(retryAfterTries(10, 1, 60_000)).toBeNull();
  });

  test("the waits add up to four hours", () => {
    expect(NOMINAL_MS.reduce((sum, wait) => sum + wait)).toBe(HOURS_4);
  });

  test("each wait is within 20 % of the schedule, for every event", () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 40 }), fc.integer({ min: 1, max: 9 }), (seed, tries) => {
        const nominal = NOMINAL_MS[tries - 1] ?? 0;
        expect(Math.abs(waitOf(tries, seed) - nominal)).toBeLessThanOrEqual(nominal * 0.2 + 1);
      }),
    );
  });

  test("what failed together is spread over both sides of the schedule", () => {
    const waits = Array.from({ length: 1_000 }, (_, seed) => waitOf(4, seed));
    const early = waits.filter((wait) => wait < 120_000).length;
    expect(new Set(waits).size).toBeGreaterThan(900);
    expect(early).toBeGreaterThan(400);
    expect(early).toBeLessThan(600);
  });

  test("Retry-After is a floor and never brings an attempt forward", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 900_000 }),
        (seed, tries, floor) => {
          expect(retryAfterTries(tries, seed, floor)).toBe(Math.max(waitOf(tries, seed), floor));
        },
      ),
    );
  });
});
