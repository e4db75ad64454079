import { expect, test } from "vitest";
import { quietHoursSchema, quietUntil, storedQuietHours } from "@/lib/admin/alerts/quiet-hours";

const NIGHT = { from: "22:00", to: "07:00", timeZone: "Europe/Berlin" };
const LUNCH = { from: "12:00", to: "13:30", timeZone: "America/New_York" };

test.each([
  [NIGHT, "2026-01-10T20:59:00Z", null],
  [NIGHT, "2026-01-10T21:00:00Z", "2026-01-11T06:00:00.000Z"],
  [NIGHT, "2026-01-10T23:30:30Z", "2026-01-11T06:00:00.000Z"],
  [NIGHT, "2026-01-11T05:59:59Z", "2026-01-11T06:00:00.000Z"],
  [NIGHT, "2026-01-11T06:00:00Z", null],
  [NIGHT, "2026-07-10T20:00:00Z", "2026-07-11T05:00:00.000Z"],
  [LUNCH, "2026-01-10T17:10:00Z", "2026-01-10T18:30:00.000Z"],
  [LUNCH, "2026-01-10T18:30:00Z", null],
  [null, "2026-01-10T23:00:00Z", null],
])("%o at %s", (quiet, at, until) => {
  const untilMs = quietUntil(quiet, Date.parse(at));
  expect(untilMs === null ? null : new Date(untilMs).toISOString()).toBe(until);
});

test.each([
  [{ ...NIGHT, from: "24:00" }, "from"],
  [{ ...NIGHT, to: "22:00" }, "to"],
  [{ ...NIGHT, timeZone: "Europe/Atlantis" }, "timeZone"],
])("%o is refused at %s", (quiet, field) => {
  expect(quietHoursSchema.safeParse(quiet).error?.issues[0]?.path).toEqual([field]);
  expect(storedQuietHours(quiet)).toBeNull();
});
