import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countLatencies,
  countOutcomes,
  STAGES,
  type Stage,
} from "@/lib/engine/pipeline/record/count-settled";
import { bucketOf } from "@/lib/engine/pipeline/record/latency-histogram";
import type { Outcome } from "@/lib/engine/pipeline/record/outcome";
import type { Settled, Settlement } from "@/lib/engine/pipeline/record/settlement";
import type { Offset, Shard, SyncId } from "@/lib/kernel/brand";
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
  fc
    .tuple(outcomes, fc.integer({ min: 0, max: 15 }), fc.boolean())
    .map(([outcome, shard, wasParked]) => ({
      event: makeEvent({ shard: shard as Shard }),
      outcome,
      identifier: null,
      wasParked: wasParked ? { redeliveryOf: null, attempts: 0, requestIds: [] } : null,
      requestIds: [],
    })),
  { maxLength: 200 },
);

/** As one turn settles them: every shard moves by what was read of it. */
const settlementOf = (settled: readonly Settled[], part: Partial<Settlement> = {}): Settlement => {
  const shards = [...new Set(settled.map(({ event }) => event.shard))];
  const moves = shards.map((shard) => ({
    shard,
    token: 1,
    previous: 0 as Offset,
    position: 9 as Offset,
    read: settled.filter(({ event, wasParked }) => event.shard === shard && wasParked === null)
      .length,
  }));
  const times = { readMs: SOME_TIME_MS + 10, settledMs: SOME_TIME_MS };
  return {
    syncId: 1 as SyncId,
    syncVersion: 1,
    ...times,
    moves,
    settled,
    parked: [],
    requests: [],
    ...part,
  };
};

const sum = (counts: readonly { readonly count: number }[]) =>
  counts.reduce((total, { count }) => total + count, 0);

describe("the counters of a turn", () => {
  test("add up to what was read and what was settled, kind by kind", () => {
    fc.assert(
      fc.property(settledEvents, (settled) => {
        const counts = countOutcomes(settlementOf(settled));
        const of = (kind: string) => sum(counts.filter(({ outcome }) => outcome === kind));
        expect(of("read")).toBe(settled.filter(({ wasParked }) => wasParked === null).length);
        for (const kind of ["filtered", "delivered", "discarded", "expired"]) {
          expect(of(kind)).toBe(settled.filter(({ outcome }) => outcome.kind === kind).length);
        }
      }),
    );
  });

  test("stand under the first shard of the turn, but what may be sent again under its own", () => {
    fc.assert(
      fc.property(settledEvents, (settled) => {
        const first = Math.min(...settled.map(({ event }) => event.shard));
        for (const { shard, outcome, reason, count } of countOutcomes(settlementOf(settled))) {
          if (outcome === "discarded" || outcome === "expired") {
            const same = settled.filter(
              ({ event, outcome: end }) =>
                event.shard === shard &&
                end.kind === outcome &&
                "reason" in end &&
                end.reason === reason,
            );
            expect(count).toBe(same.length);
          } else expect(shard).toBe(first);
        }
      }),
    );
  });

  test("name every shard, outcome and reason once", () => {
    fc.assert(
      fc.property(settledEvents, (settled) => {
        const keys = countOutcomes(settlementOf(settled)).map(
          (c) => `${c.shard} ${c.outcome} ${c.reason}`,
        );
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
        const counted = countOutcomes(settlementOf(settled)).reduce(
          (n, c) => n + c.firstAttempt,
          0,
        );
        expect(counted).toBe(first.length);
      }),
    );
  });

  test("of latency add up to the delivered events, and by stage to those of this turn", () => {
    const requests = [
      {
        id: "r",
        startedMs: SOME_TIME_MS + 25,
        durationMs: 40,
        method: "POST",
        path: "/",
        items: 1,
        bytes: 1,
        status: 200,
        verdict: "accepted",
        answer: null,
        confirmed: null,
      },
    ];
    fc.assert(
      fc.property(settledEvents, (settled) => {
        const delivered = settled.filter(({ outcome }) => outcome.kind === "delivered");
        const here = delivered.filter(({ wasParked }) => wasParked === null).length;
        const counts = countLatencies(settlementOf(settled, { requests }));
        const of = (stage: Stage) => counts.filter((count) => count.stage === stage);
        expect(sum(of("total"))).toBe(delivered.length);
        for (const stage of STAGES.slice(1)) expect(sum(of(stage))).toBe(here);
        if (here > 0) {
          expect(of("log")).toMatchObject([{ bucket: bucketOf(10) }]);
          expect(of("worker")).toMatchObject([{ bucket: bucketOf(15) }]);
          expect(of("destination")).toMatchObject([{ bucket: bucketOf(40) }]);
        }
      }),
    );
  });
});
