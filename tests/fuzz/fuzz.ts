import fc from "fast-check";
import { test } from "vitest";

// FUZZ_SEED repeats a run; FUZZ_MINUTES makes each property run so long instead of a few hundred times.
const SEED = Number(process.env["FUZZ_SEED"] ?? Date.now() % 2 ** 31);
const MINUTES = Number(process.env["FUZZ_MINUTES"] ?? 0);
const RUNS = 200;
const MINUTE_MS = 60_000;

/** A property of all inputs, tried on made-up ones. A failure shows the smallest input and the seed. */
export function fuzz<T>(
  name: string,
  inputs: fc.Arbitrary<T>,
  holds: (input: T) => void | Promise<void>,
): void {
  const runs =
    MINUTES === 0
      ? { numRuns: RUNS }
      : { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: MINUTES * MINUTE_MS };
  test(
    `${name} (seed ${SEED})`,
    () =>
      fc.assert(
        fc.asyncProperty(inputs, async (input) => holds(input)),
        { seed: SEED, ...runs },
      ),
    (MINUTES + 1) * MINUTE_MS,
  );
}
