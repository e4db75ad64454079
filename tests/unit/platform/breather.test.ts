import { expect, test } from "vitest";
import { Breather } from "@/lib/platform/breather";

/** A breather, and what passes its time. */
function makeBreather() {
  let nowMs = 0;
  const work = (ms: number) => {
    nowMs += ms;
  };
  return { breather: new Breather(() => nowMs), work };
}

test("streams that prepare for long take turns, and the rest of the process between them", async () => {
  const { breather, work } = makeBreather();
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
    if (ended < 2) setImmediate(turn);
  };
  setImmediate(turn);
  await streams;
  // An event takes more than a slice, so each is followed by a pause.
  expect(turns).toBeGreaterThan(4);
  expect(order.slice(2, 10).join("")).toMatch(/^(ab)+$|^(ba)+$/);
});

test("within a slice nobody pauses; after it, until it is that stream's turn", async () => {
  const { breather, work } = makeBreather();
  work(9);
  expect(breather.breathe()).toBeNull();
  work(1);
  await breather.breathe();
  expect(breather.breathe()).toBeNull();
});
