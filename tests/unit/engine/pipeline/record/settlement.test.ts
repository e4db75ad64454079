import { describe, expect, test } from "vitest";
import type { Outcome } from "@/lib/engine/pipeline/record/outcome";
import { latencyOf } from "@/lib/engine/pipeline/record/settlement";
import { makeEvent, SOME_TIME_MS } from "@/tests/support/make-event";

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
