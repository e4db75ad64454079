import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Outcome } from "@/lib/engine/pipeline/record/outcome";
import {
  countLatencies,
  countOutcomes,
  latencyOf,
  type Settled,
} from "@/lib/engine/pipeline/record/settlement";
import type { Shard } from "@/lib/kernel/brand";
import { makeEvent, SOME_TIME_MS } from "@/tests/support/make-event";

const outcomes: fc.Arbitrary<Outcome> = fc.oneof(
  fc
    .constantFrom("events_off", "no_row_matches")
    .map((reason): Outcome => ({ kind: "filtered", reason })),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: -10, max: 100_000 })).map(
    ([attempts, latencyMs]): Outcome => ({
      kind: "delivered",
      attempts,
      requestId: "r",
      detail: null,
      acceptedMs: SOME_TIME_MS + latencyMs,
    }),
  ),
  fc
    .constantFrom("refused", "missing_identifier")
    .map(
      (reason): Outcome => ({ kind: "discarded", reason, attempts: 1, requestId: "r", detail: {} }),
    ),
  fc
    .constantFrom("timeout", "server_error")
    .map(
      (reason): Outcome => ({ kind: "expired", reason, attempts: 10, requestId: "r", detail: {} }),
    ),
);

const settledEvents: fc.Arbitrary<readonly Settled[]> = fc.array(
  fc.tuple(outcomes, fc.integer({ min: 0, max: 15 })).map(([outcome, shard]) => ({
    event: makeEvent({ shard: shard as Shard }),
    outcome,
    identifier: null,
    wasParked: null,
    requestIds: [],
  })),
  { maxLength: 200 },
);

const sum = (counts: readonly { readonly count: number }[]) =>
  counts.reduce((total, { count }) => total + count, 0);

describe("the counters of a turn", () => {
  test("add up to the settled events, shard by shard and kind by kind", () => {
    fc.assert(
      fc.property(settledEvents, (settled) => {
        const counts = countOutcomes(settled);
        expect(sum(counts)).toBe(settled.length);
        for (const { event, outcome } of settled) {
          const same = (shard: Shard, kind: string) =>
            shard === event.shard && kind === outcome.kind;
          expect(sum(counts.filter((count) => same(count.shard, count.outcome)))).toBe(
            settled.filter((entry) => same(entry.event.shard, entry.outcome.kind)).length,
          );
        }
      }),
    );
  });

  test("name every shard, outcome and reason once", () => {
    fc.assert(
      fc.property(settledEvents, (settled) => {
        const keys = countOutcomes(settled).map((c) => `${c.shard} ${c.outcome} ${c.reason}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  test("count a first attempt only for what was delivered by it", () => {
    fc.assert(
      fc.property(settledEvents, (settled) => {
        const first = settled.filter(
          ({ outcome }) => outcome.kind === "delivered" && outcome.attempts === 1,
        );
        const counted = countOutcomes(settled).reduce((n, count) => n + count.firstAttempt, 0);
        expect(counted).toBe(first.length);
      }),
    );
  });

  test("of latency add up to the delivered events", () => {
    fc.assert(
      fc.property(settledEvents, (settled) => {
        const delivered = settled.filter(({ outcome }) => outcome.kind === "delivered");
        expect(sum(countLatencies(settled))).toBe(delivered.length);
      }),
    );
  });
});

describe("the latency of an event", () => {
  const deliveredAt = (acceptedMs: number): Outcome => ({
    kind: "delivered",
    attempts: 1,
    requestId: "r",
    detail: null,
    acceptedMs,
  });

  test("runs from our acceptance to the destination's", () => {
    expect(latencyOf(makeEvent(), deliveredAt(SOME_TIME_MS + 42))).toBe(42);
  });

  test("is not negative when clocks differ, and fits the column after weeks of outage", () => {
    expect(latencyOf(makeEvent(), deliveredAt(SOME_TIME_MS - 5))).toBe(0);
    expect(latencyOf(makeEvent(), deliveredAt(SOME_TIME_MS + 60 * 86_400_000))).toBe(2 ** 31 - 1);
  });

  test("is unknown for what was not delivered", () => {
    expect(latencyOf(makeEvent(), { kind: "filtered", reason: "events_off" })).toBeNull();
  });
});
