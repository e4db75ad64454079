import { describe, expect, test } from "vitest";
import { eventTimeMs, parseTime, parseUploadTime } from "@/lib/engine/pipeline/source/event-time";

const RECEIVED = 1_700_000_000_000;
const MINUTE = 60_000;

describe("time", () => {
  test("is milliseconds since the epoch", () => {
    expect(parseTime(1_396_381_378_123)).toBe(1_396_381_378_123);
    expect(parseTime(0)).toBe(0);
    expect(parseTime(253_402_300_799_999)).toBe(253_402_300_799_999);
  });

  test.each([undefined, null])("%j is absent", (value) => {
    expect(parseTime(value)).toBeNull();
  });

  test.each([
    "2020-02-15T01:00:00.123Z",
    "1396381378123",
    1.5,
    -1,
    253_402_300_800_000,
    9e99,
    Number.POSITIVE_INFINITY,
    true,
    {},
    [],
  ])("%j is invalid", (value) => {
    expect(parseTime(value)).toBeUndefined();
  });
});

describe("client_upload_time", () => {
  test.each([
    ["2023-11-14T22:13:20.000Z", RECEIVED],
    ["2023-11-14T22:13:20Z", RECEIVED],
    ["2023-11-14T22:13:20.000", RECEIVED],
    ["2023-11-14T23:13:20+01:00", RECEIVED],
    ["1700000000000", RECEIVED],
    [RECEIVED, RECEIVED],
  ])("%j is read", (value, ms) => {
    expect(parseUploadTime(value)).toBe(ms);
  });

  test.each([
    undefined,
    null,
    "",
    "yesterday",
    "2023-13-45T99:99:99Z",
    "2023",
    1_700_000_000,
    {},
    1.5,
    -5,
  ])("%j counts as not given", (value) => {
    expect(parseUploadTime(value)).toBeNull();
  });
});

describe("event time", () => {
  test("is corrected by server_received_time − client_upload_time", () => {
    const clockIsAnHourSlow = RECEIVED - 60 * MINUTE;
    expect(eventTimeMs(clockIsAnHourSlow - 5, clockIsAnHourSlow, RECEIVED)).toBe(RECEIVED - 5);
    const clockIsAnHourFast = RECEIVED + 60 * MINUTE;
    expect(eventTimeMs(clockIsAnHourFast - 5, clockIsAnHourFast, RECEIVED)).toBe(RECEIVED - 5);
  });

  test("is not corrected below 60 s of difference, in either direction", () => {
    expect(eventTimeMs(1000, RECEIVED - MINUTE + 1, RECEIVED)).toBe(1000);
    expect(eventTimeMs(1000, RECEIVED + MINUTE - 1, RECEIVED)).toBe(1000);
    expect(eventTimeMs(1000, RECEIVED - MINUTE, RECEIVED)).toBe(1000 + MINUTE);
    expect(eventTimeMs(MINUTE, RECEIVED + MINUTE, RECEIVED)).toBe(0);
  });

  test("is not corrected without client_upload_time", () => {
    expect(eventTimeMs(1000, null, RECEIVED)).toBe(1000);
  });

  test("is the upload time when the event has none", () => {
    expect(eventTimeMs(null, null, RECEIVED)).toBe(RECEIVED);
    expect(eventTimeMs(null, RECEIVED - 10, RECEIVED)).toBe(RECEIVED - 10);
    expect(eventTimeMs(null, RECEIVED - 2 * MINUTE, RECEIVED)).toBe(RECEIVED);
  });

  test("stays in the range that can be stored", () => {
    expect(eventTimeMs(0, RECEIVED + 2 * MINUTE, RECEIVED)).toBe(0);
    expect(eventTimeMs(253_402_300_799_999, 100_000_000_000, RECEIVED)).toBe(253_402_300_799_999);
  });
});
