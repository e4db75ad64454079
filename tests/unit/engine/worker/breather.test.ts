import { expect, test } from "vitest";
import { Breather } from "@/lib/engine/worker/breather";

/** Busy for `ms` of this process's time. */
function work(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

test("streams that prepare for long take turns, and timers run between them", async () => {
  const breather = new Breather();
  const order: string[] = [];
  let ended = 0;
  const stream = async (name: string) => {
    for (let events = 0; events < 6; events++) {
      const pause = breather.breathe();
      if (pause !== null) await pause;
      order.push(name);
      work(11);
    }
    ended += 1;
  };
  let turns = 0;
  const streams = Promise.all([stream("a"), stream("b")]);
  const turn = () => {
    turns += 1;
    if (ended < 2) setTimeout(turn, 0);
  };
  setTimeout(turn, 0);
  await streams;
  // An event takes more than a slice, so each is followed by a pause.
  expect(turns).toBeGreaterThan(4);
  expect(order.slice(2, 10).join("")).toMatch(/^(ab)+$|^(ba)+$/);
});

test("within a slice nobody pauses", async () => {
  const breather = new Breather();
  await breather.breathe();
  expect(breather.breathe()).toBeNull();
});
