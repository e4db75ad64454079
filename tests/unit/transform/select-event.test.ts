import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileRows, explainSelection, selectEvent } from "@/lib/pipeline/transform/select-event";
import { type Clause, type EventRow, settingsSchema } from "@/lib/pipeline/transform/settings";
import { makeEvent } from "@/tests/support/make-event";

const settingsWith = (eventRows: EventRow[], sendEvents = true) =>
  settingsSchema.parse({ sendEvents, eventRows });

const select = (eventType: string, rows: EventRow[], payload = {}) =>
  selectEvent(makeEvent({ eventType, payload }), compileRows(settingsWith(rows)));

describe("which events are sent", () => {
  test("nothing selected means nothing is sent", () => {
    expect(select("Song Played", [])).toBe("no_events_selected");
  });

  test("Send Events off sends nothing, whatever is selected", () => {
    const rows = compileRows(settingsWith([{ event: "_all", where: [] }], false));
    expect(selectEvent(makeEvent(), rows)).toBe("events_off");
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
    expect(selectEvent(makeEvent({ userId: null, deviceId: "d" }), rows)).toBe("no_row_matches");
    expect(selectEvent(makeEvent({ userId: "u" }), rows)).toBe(0);
  });
});

describe("explanation", () => {
  test("names the row that matched and every clause", () => {
    const settings = settingsWith([
      { event: "Purchase", where: [] },
      {
        event: "_all",
        where: [
          { property: "platform", op: "is", values: ["Web"] },
          { property: "gp:plan", op: "is", values: ["pro"] },
        ],
      },
    ]);
    const event = makeEvent({ payload: { platform: "Web" }, userProperties: { plan: "free" } });
    expect(explainSelection(event, settings)).toMatchObject({
      selected: false,
      row: null,
      reason: "no_row_matches",
      rows: [
        { index: 0, eventMatches: false, clauses: [] },
        { index: 1, eventMatches: true, clauses: [true, false] },
      ],
    });
  });

  test("always agrees with the decision", () => {
    const names = fc.constantFrom("A", "B", "_all");
    const clause = fc.record({
      property: fc.constant("ep:x"),
      op: fc.constantFrom("is" as const, "is not" as const, "less" as const),
      values: fc.array(fc.constantFrom("1", "2", "(none)"), { minLength: 1, maxLength: 2 }),
    });
    const rows = fc.array(fc.record({ event: names, where: fc.array(clause, { maxLength: 2 }) }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom("A", "B", "C"),
        fc.option(fc.integer()),
        (where, type, x) => {
          const settings = settingsWith(where);
          const event = makeEvent({ eventType: type, payload: { event_properties: { x } } });
          const told = explainSelection(event, settings);
          const first = told.rows.find((row) => row.eventMatches && row.clauses.every(Boolean));
          expect(told.row).toBe(first?.index ?? null);
          expect(told.row ?? told.reason).toBe(selectEvent(event, compileRows(settings)));
        },
      ),
    );
  });
});
