import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { currentRate, halve, TokenBucket } from "@/lib/engine/pipeline/deliver/rate";

const T0 = 1_000_000;

describe("the rate of a workspace", () => {
  test("is the configured one until it throttles", () => {
    expect(currentRate(100, null, T0)).toBe(100);
  });

  test("halves with each 429, but not below one per second", () => {
    let throttled = halve(100, null, T0);
    expect(throttled).toEqual({ rate: 50, sinceMs: T0 });
    for (let n = 0; n < 10; n++) throttled = halve(100, throttled, T0);
    expect(throttled.rate).toBe(1);
  });

  test("grows by 10 % every 10 s, up to the configured one", () => {
    const throttled = { rate: 50, sinceMs: T0 };
    expect(currentRate(100, throttled, T0 + 9_999)).toBe(50);
    expect(currentRate(100, throttled, T0 + 10_000)).toBeCloseTo(55);
    expect(currentRate(100, throttled, T0 + 20_000)).toBeCloseTo(60.5);
    expect(currentRate(100, throttled, T0 + 80_000)).toBe(100);
    expect(currentRate(100, throttled, T0 + 1e12)).toBe(100);
  });

  test("is halved from where it has grown to", () => {
    expect(halve(100, { rate: 50, sinceMs: T0 }, T0 + 10_000).rate).toBeCloseTo(27.5);
  });

  test("does not fall when the clock steps back", () => {
    expect(currentRate(100, { rate: 50, sinceMs: T0 }, T0 - 60_000)).toBe(50);
  });

  test("follows a lower setting at once", () => {
    expect(currentRate(20, { rate: 50, sinceMs: T0 }, T0)).toBe(20);
  });
});

const arrivals = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 200 });
const rates = fc.double({ min: 0.2, max: 50, noNaN: true });

/** The times at which a greedy caller got a token; every other arrival waits as told, the others give up. */
function takenAt(bucket: TokenBucket, rate: number, gapsMs: readonly number[]): number[] {
  const taken: number[] = [];
  let nowMs = T0;
  for (const [index, gapMs] of gapsMs.entries()) {
    nowMs += gapMs;
    let waitMs = bucket.take(rate, nowMs);
    if (index % 2 === 1 && waitMs > 0) {
      nowMs += waitMs;
      waitMs = bucket.take(rate, nowMs);
    }
    if (waitMs === 0) taken.push(nowMs);
  }
  return taken;
}

describe("the token bucket", () => {
  test("over any window gives no more than the rate allows and one second's worth", () => {
    fc.assert(
      fc.property(rates, arrivals, (rate, gapsMs) => {
        const taken = takenAt(new TokenBucket(rate, T0), rate, gapsMs);
        for (const [from, startMs] of taken.entries()) {
          for (const [to, endMs] of taken.entries()) {
            if (to < from) continue;
            const allowed = (rate * (endMs - startMs)) / 1_000 + Math.max(1, rate);
            expect(to - from + 1).toBeLessThanOrEqual(allowed + 1e-6);
          }
        }
      }),
    );
  });

  test("gives a token after the wait that it names", () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 60 }), (rate, takes) => {
        const bucket = new TokenBucket(rate, T0);
        let nowMs = T0;
        for (let n = 0; n < takes; n++) {
          const waitMs = bucket.take(rate, nowMs);
          if (waitMs === 0) continue;
          nowMs += waitMs;
          expect(bucket.take(rate, nowMs)).toBe(0);
        }
      }),
    );
  });

  test("heeds a lower rate at once: what it had saved is lost", () => {
    const bucket = new TokenBucket(100, T0);
    expect(bucket.take(2, T0)).toBe(0);
    expect(bucket.take(2, T0)).toBe(0);
    expect(bucket.take(2, T0)).toBe(500);
  });

  test("gives nothing more for a clock that stands or steps back", () => {
    const bucket = new TokenBucket(1, T0);
    expect(bucket.take(1, T0)).toBe(0);
    expect(bucket.take(1, T0 - 5_000)).toBe(1_000);
    expect(bucket.take(1, T0 - 5_000)).toBe(1_000);
  });
});
