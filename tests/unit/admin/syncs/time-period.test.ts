import { describe, expect, test } from "vitest";
import { TIME_PERIODS, windowOf } from "@/lib/admin/syncs/time-period";

const now = Date.parse("2026-03-01T12:34:56.789Z");

describe("time periods", () => {
  test.each(TIME_PERIODS.filter((period) => period !== "CUSTOM"))(
    "%s ends with the present minute and has 10 to 180 points",
    (period) => {
      const window = windowOf(period, now, undefined, undefined);
      if (!window.ok) throw new Error(window.error.message);
      const { start, end, stepMs } = window.value;
      expect(end.toISOString()).toBe("2026-03-01T12:35:00.000Z");
      const points = (end.getTime() - start.getTime()) / stepMs;
      expect(points).toBeGreaterThanOrEqual(10);
      expect(points).toBeLessThanOrEqual(180);
    },
  );

  test("CUSTOM needs start and end, at least 10 minutes apart, at most 90 days", () => {
    const at = (minutes: number) => new Date(now + minutes * 60_000);
    const field = (start?: Date, end?: Date) => {
      const window = windowOf("CUSTOM", now, start, end);
      return window.ok ? null : window.error.field;
    };
    expect(field()).toBe("start");
    expect(field(at(0))).toBe("end");
    expect(field(at(0), at(9))).toBe("end");
    expect(field(at(0), at(-10))).toBe("end");
    expect(field(at(0), at(10))).toBeNull();
    expect(field(at(0), at(90 * 1440))).toBeNull();
    expect(field(at(0), at(90 * 1440 + 1))).toBe("end");
  });
});
