import { expect, test } from "vitest";
import { LoopSign, LoopWatch } from "@/lib/engine/worker/heartbeat";

/** A loop that stands still: within one test nothing of the event loop turns. */
function makeWatch() {
  const sign = new LoopSign();
  const watch = new LoopWatch(sign.shared, 0);
  return { sign, watch };
}

test("a loop that does not turn is seen, and with it the event that is being prepared", () => {
  const { sign, watch } = makeWatch();
  sign.preparing(7, 4711);
  for (let nowMs = 0; nowMs < 12_000; nowMs += 1_500) watch.look(nowMs);
  expect(watch.look(12_000)).toEqual({ stuckMs: 12_000, culprit: { syncId: 7, offset: 4711 } });
});

test("many events that take long together accuse none of them", () => {
  const { sign, watch } = makeWatch();
  for (let n = 1; n < 12; n++) {
    sign.preparing(7, n);
    watch.look(n * 1_500);
  }
  expect(watch.look(13 * 1_500).stuckMs).toBe(3_000);
});

test("nobody is accused between two events", () => {
  const { sign, watch } = makeWatch();
  sign.preparing(7, 4711);
  sign.prepared();
  expect(watch.look(1_000).culprit).toBeNull();
});

test("a process that was stopped as a whole and goes on has not stood still", () => {
  const { sign, watch } = makeWatch();
  sign.preparing(7, 4711);
  watch.look(1_500);
  expect(watch.look(60_000).stuckMs).toBe(0);
});
