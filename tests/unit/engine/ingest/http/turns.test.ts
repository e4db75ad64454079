import { expect, test } from "vitest";
import { createTurns, type Steps } from "@/lib/engine/ingest/http/turns";

const never = () => false;

test("one step per turn, clients in turns, one computation of a client at a time", async () => {
  const turns = createTurns();
  const taken: string[] = [];
  function* work(name: string, steps: number): Steps<string> {
    for (let step = 1; step < steps; step++) {
      taken.push(name);
      yield;
    }
    taken.push(name);
    return name;
  }
  const done = await Promise.all([
    turns.run("a", work("a1", 3), never),
    turns.run("a", work("a2", 1), never),
    turns.run("b", work("b1", 2), never),
  ]);
  expect(done).toEqual(["a1", "a2", "b1"]);
  expect(taken).toEqual(["a1", "b1", "a1", "b1", "a1", "a2"]);
});

test("what nobody waits for is left where it is", async () => {
  const turns = createTurns();
  let steps = 0;
  function* endless(): Steps<never> {
    for (;;) {
      steps++;
      yield;
    }
  }
  const result = turns.run("a", endless(), () => steps === 3);
  expect(await result).toBeNull();
  expect(steps).toBe(3);
});

test("a failure is its own, and the next one runs", async () => {
  const turns = createTurns();
  function* failing(): Steps<never> {
    yield;
    throw new Error("a bug");
  }
  function* short(): Steps<number> {
    yield;
    return 7;
  }
  const failed = turns.run("a", failing(), never);
  const next = turns.run("a", short(), never);
  await expect(failed).rejects.toThrow("a bug");
  expect(await next).toBe(7);
});
