import { expect, test } from "vitest";
import { fromExportRow } from "@/lib/engine/pipeline/source/export-row";

const row = (more: object = {}) =>
  fromExportRow({ event_type: "Purchase", event_time: "2026-11-20 08:00:00.250000", ...more });

test("a row is dated by its event_time, which is UTC without saying so", () => {
  expect(row()?.["time"]).toBe(Date.UTC(2026, 10, 20, 8, 0, 0, 250));
  expect(row({ event_time: "2026-11-20T08:00:00+01:00" })?.["time"]).toBe(
    Date.UTC(2026, 10, 20, 7),
  );
});

test.each([
  ["that has a time: it is an upload", { time: 1 }],
  ["without event_time", { event_time: null }],
  ["whose event_time is a number", { event_time: 1_763_625_600_000 }],
  ["whose event_time is no date", { event_time: "yesterday" }],
])("what has a form of its own is no row: one %s", (_, more) => {
  expect(row(more)).toBeNull();
});

test.each([
  ["$insert_id", "insert_id", "i-1"],
  ["uuid", "insert_id", "11d5-uuid"],
  ["version_name", "app_version", "2.1"],
  ["device_carrier", "carrier", "Orange"],
  ["ip_address", "ip", "203.0.113.7"],
  ["device_type", "device_model", "iPhone 15"],
])("%s is %s", (theirs, ours, value) => {
  expect(row({ [theirs]: value })).toMatchObject({ [theirs]: value, [ours]: value });
});

test("the sender's own id comes before Amplitude's", () => {
  expect(row({ $insert_id: "own", uuid: "made" })?.["insert_id"]).toBe("own");
  expect(row({ $insert_id: "", uuid: "made" })?.["insert_id"]).toBe("made");
  expect(row({ insert_id: "as uploaded", uuid: "made" })?.["insert_id"]).toBe("as uploaded");
});

test("what it has no other name for stays as it came, and nothing else is added", () => {
  const more = { amplitude_id: 28, event_properties: { price: 4 }, user_properties: {} };
  const { time: _, ...rest } = row(more) ?? {};
  expect(rest).toEqual({
    event_type: "Purchase",
    event_time: "2026-11-20 08:00:00.250000",
    ...more,
  });
});
