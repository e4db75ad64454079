import fc from "fast-check";
import { expect, test } from "vitest";
import { barsOf, stepOf } from "@/lib/admin/syncs/metrics/bars";

const MINUTE_MS = 60_000;

const windows = fc
  .tuple(fc.integer({ min: 0, max: 30_000_000 }), fc.integer({ min: 10, max: 90 * 1_440 }))
  .map(([from, length]) => ({
    start: new Date(from * MINUTE_MS),
    end: new Date((from + length) * MINUTE_MS),
  }));

test("bars fill the window without a gap, and are few", () => {
  fc.assert(
    fc.property(windows, (window) => {
      const bars = barsOf(window);
      expect(bars[0]?.start).toEqual(window.start);
      expect(bars.at(-1)?.end).toEqual(window.end);
      for (const [index, bar] of bars.slice(1).entries())
        expect(bar.start).toEqual(bars[index]?.end);
      expect(bars.length).toBeLessThanOrEqual(92);
    }),
  );
});

test("a bar's number is that of every moment in it", () => {
  fc.assert(
    fc.property(windows, (window) => {
      const step = stepOf(window);
      for (const { number, start, end } of barsOf(window)) {
        expect(Math.floor(start.getTime() / step)).toBe(number);
        expect(Math.floor((end.getTime() - 1) / step)).toBe(number);
      }
    }),
  );
});

test.each([
  [10, 1],
  [60, 1],
  [240, 5],
  [1_440, 60],
  [10_080, 360],
  [20_160, 360],
  [90 * 1_440, 1_440],
])("a window of %i minutes has bars of %i", (length, step) => {
  const window = { start: new Date(0), end: new Date(length * MINUTE_MS) };
  expect(stepOf(window)).toBe(step * MINUTE_MS);
});
