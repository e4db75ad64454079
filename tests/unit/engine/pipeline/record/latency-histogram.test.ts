import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  BUCKET_MAX,
  bucketOf,
  quantile,
  upperBoundMs,
} from "@/lib/engine/pipeline/record/latency-histogram";

const DAYS_7 = 7 * 86_400_000;
const latencies = fc.array(fc.integer({ min: 1, max: DAYS_7 }), { minLength: 1, maxLength: 200 });

function countsOf(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) {
    const bucket = bucketOf(value);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  return counts;
}

describe("a bucket of latencies", () => {
  test("holds its upper bound, and nothing that is more than 20 % below it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: DAYS_7 }), (latency) => {
        const bound = upperBoundMs(bucketOf(latency));
        expect(bound).toBeGreaterThanOrEqual(latency - 1);
        expect(bound).toBeLessThanOrEqual(Math.ceil(latency * 1.2) + 1);
      }),
    );
  });

  test("is never below that of a smaller latency", () => {
    fc.assert(
      fc.property(fc.nat({ max: DAYS_7 }), fc.nat({ max: DAYS_7 }), (a, b) => {
        expect(bucketOf(Math.min(a, b))).toBeLessThanOrEqual(bucketOf(Math.max(a, b)));
      }),
    );
  });

  test("exists for every latency: nothing and less is the first, years are the last", () => {
    expect(bucketOf(0)).toBe(0);
    expect(bucketOf(-5)).toBe(0);
    expect(bucketOf(1e15)).toBe(BUCKET_MAX);
    expect(bucketOf(DAYS_7)).toBe(BUCKET_MAX);
  });
});

describe("a quantile", () => {
  test("of nothing is unknown", () => {
    expect(quantile(new Map(), 0.5)).toBeNull();
  });

  test("is at or above the true one, by 20 % at most", () => {
    fc.assert(
      fc.property(latencies, fc.double({ min: 0.01, max: 1, noNaN: true }), (values, q) => {
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(values.length * q)) - 1] ?? 0;
        const estimate = quantile(countsOf(values), q) ?? 0;
        expect(estimate).toBeGreaterThanOrEqual(exact - 1);
        expect(estimate).toBeLessThanOrEqual(Math.ceil(exact * 1.2) + 1);
      }),
    );
  });

  test("does not depend on the order in which buckets were counted", () => {
    const counts = countsOf([1, 10, 100, 1_000, 10_000]);
    const backwards = new Map([...counts].reverse());
    for (const q of [0, 0.2, 0.5, 0.99, 1])
      expect(quantile(backwards, q)).toBe(quantile(counts, q));
  });
});
