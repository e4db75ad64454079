import { expect, test } from "vitest";
import { backoffMs } from "@/lib/processes/supervisor/backoff";

test("the pause before a restart doubles from 0.2 s to 10 s", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8].map(backoffMs)).toEqual([
    200, 400, 800, 1600, 3200, 6400, 10_000, 10_000,
  ]);
  expect(backoffMs(1_000)).toBe(10_000);
});
