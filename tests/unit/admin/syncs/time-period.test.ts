import { describe, expect, test } from "vitest";
import { TIME_PERIODS, windowOf } from "@/lib/admin/syncs/time-period";

const now = Date.parse("2026-03-01T12:34:56.789Z");

describe("time periods", () => {
  test("a named one ends with the present minute", () => {
    for (const period of TIME_PERIODS.filter((name) => name !== "CUSTOM")) {
      const window = windowOf(period, now, undefined, undefined);
      expect(window).toMatchObject({ value: { end: new Date("2026-03-01T12:35:00.000Z") } });
    }
  });

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
