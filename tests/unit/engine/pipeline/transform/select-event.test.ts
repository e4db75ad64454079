import { describe, expect, test } from "vitest";
import { compileRows, selectEvent } from "@/lib/engine/pipeline/transform/select-event";
import {
  type Clause,
  type EventRow,
  settingsSchema,
} from "@/lib/engine/pipeline/transform/settings";
import { makeEvent } from "@/tests/support/make-event";

const settingsWith = (eventRows: EventRow[], sendEvents = true) =>
  settingsSchema.parse({ sendEvents, eventRows });

const select = (eventType: string, rows: EventRow[], payload = {}) =>
  told(selectEvent(makeEvent({ eventType, payload }), compileRows(settingsWith(rows))));

/** The row, or the reason. */
const told = (selected: ReturnType<typeof selectEvent>) =>
  typeof selected === "object" ? selected.reason : selected;

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

describe("an event that would cost the filters too much", () => {
  const long = "a".repeat(1_000_000);
  const clause = (op: Clause["op"], values: string[]): Clause => ({
    property: "ep:text",
    op,
    values,
  });
  const payload = (text: unknown) => ({ event_properties: { text } });
  const values = Array.from({ length: 1_000 }, (_, n) => `${"a".repeat(50)}${n}`);
  const cases: [string, Clause, unknown][] = [
    ["many texts in a long one", clause("contains", values), long],
    ["a pattern of many stars", clause("glob match", [`${"**a".repeat(300)}b`]), long],
    ["many patterns on a list", clause("glob match", values), Array(10_000).fill("a".repeat(60))],
    ["many bounds on a list", clause("greater", values), Array(60_000).fill("9")],
  ];

  test.each(cases)("is told apart before anything is compared: %s", (_, where, text) => {
    const rows = [{ event: "_all", where: [where] }];
    expect(select("Song Played", rows, payload(text))).toBe("too_costly");
  });

  test("is so by the sum over its rows, each of which it could pay", () => {
    const where = [clause("contains", values.slice(0, 100))];
    const row = { event: "_all", where };
    const event = payload("a".repeat(5_000));
    expect(select("Song Played", [row], event)).toBe("no_row_matches");
    expect(select("Song Played", Array(100).fill(row), event)).toBe("too_costly");
  });

  test("is so by the number of a list's elements, however short they and the values are", () => {
    const where = Array(50).fill(clause("does not contain", ["no"]));
    const event = payload(Array(32_000).fill("some text"));
    expect(select("Song Played", [{ event: "_all", where: where.slice(0, 5) }], event)).toBe(0);
    expect(select("Song Played", [{ event: "_all", where }], event)).toBe("too_costly");
  });

  test("is not one of ordinary size, whatever the filters", () => {
    const where = [clause("does not contain", values), clause("glob does not match", values)];
    expect(select("Song Played", [{ event: "_all", where }], payload("b".repeat(60)))).toBe(0);
  });

  test("nor one that sets are asked about: that takes one look per element", () => {
    const where = [clause("set does not contain", values.slice(0, 400))];
    const elements = Array.from({ length: 2_000 }, (_, n) => `element ${n}`);
    expect(select("Song Played", [{ event: "_all", where }], payload(elements))).toBe(0);
  });
});
