import { describe, expect, test } from "vitest";
import { compileRows, selectEvent } from "@/lib/pipeline/transform/select-event";
import { type Clause, type EventRow, settingsSchema } from "@/lib/pipeline/transform/settings";
import { makeEvent } from "@/tests/support/make-event";

const settingsWith = (eventRows: EventRow[], sendEvents = true) =>
  settingsSchema.parse({ sendEvents, eventRows });

const select = (eventType: string, rows: EventRow[], payload = {}) =>
  told(selectEvent(makeEvent({ eventType, payload }), compileRows(settingsWith(rows))));

/** The row, or the reason. */
const told = (selected: ReturnType<typeof selectEvent>) =>
  typeof selected === "number" ? selected : selected.reason;

describe("which events are sent", () => {
  test("nothing selected means nothing is sent", () => {
    expect(select("Song Played", [])).toBe("no_events_selected");
  });

  test("Send Events off sends nothing, whatever is selected", () => {
    const rows = compileRows(settingsWith([{ event: "_all", where: [] }], false));
    expect(told(selectEvent(makeEvent(), rows))).toBe("events_off");
  });

  test("a row selects its event and no other", () => {
    const rows = [{ event: "Purchase", where: [] }];
    expect(select("Purchase", rows)).toBe(0);
    expect(select("Song Played", rows)).toBe("no_row_matches");
    expect(select("purchase", rows)).toBe("no_row_matches");
  });

  test("All Events selects every name, also those of object prototypes", () => {
    const rows = [{ event: "_all", where: [] }];
    for (const name of ["Song Played", "[Amplitude] Page Viewed", "constructor", "__proto__"]) {
      expect(select(name, rows)).toBe(0);
    }
  });

  test("all clauses of a row must hold, one row of several is enough, the first that matches is told", () => {
    const price = (op: "greater" | "less", value: string): Clause => ({
      property: "ep:price",
      op,
      values: [value],
    });
    const rows: EventRow[] = [
      { event: "Purchase", where: [price("greater", "10"), price("less", "20")] },
      { event: "_all", where: [price("greater", "100")] },
      { event: "Purchase", where: [] },
    ];
    const at = (amount: number) =>
      select("Purchase", rows, { event_properties: { price: amount } });
    expect(at(15)).toBe(0);
    expect(at(150)).toBe(1);
    expect(at(5)).toBe(2);
  });

  test("User ID is not (none) leaves anonymous events out", () => {
    const rows = compileRows(
      settingsWith([
        { event: "_all", where: [{ property: "user_id", op: "is not", values: ["(none)"] }] },
      ]),
    );
    expect(selectEvent(makeEvent({ userId: null, deviceId: "d" }), rows)).toEqual({
      reason: "no_row_matches",
      failed: { row: 0, clause: 0 },
    });
    expect(selectEvent(makeEvent({ userId: "u" }), rows)).toBe(0);
  });
});
