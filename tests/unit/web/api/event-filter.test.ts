import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EventRow, FILTER_OPERATORS } from "@/lib/engine/pipeline/transform/settings";
import { eventFilterSchema, toEventFilter } from "@/lib/web/api/event-filter";

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.constantFrom("__proto__", "constructor", "_all", "a.b", "toString"),
);
const clause = fc.record({
  property: text.map((name) => `ep:${name.trim()}x`),
  op: fc.constantFrom(...FILTER_OPERATORS),
  values: fc.array(fc.string({ maxLength: 10 }), { minLength: 1, maxLength: 3 }),
});
const rows: fc.Arbitrary<EventRow[]> = fc.array(
  fc.record({ event: text, where: fc.array(clause, { maxLength: 3 }) }),
  { minLength: 1, maxLength: 8 },
);

/** Through JSON, as over the wire. */
const overTheWire = (value: unknown) => eventFilterSchema.parse(JSON.parse(JSON.stringify(value)));

/** Rows of one event together, in the order of first appearance: what the API can say. */
const grouped = (all: readonly EventRow[]) =>
  [...new Set(all.map(({ event }) => event))].flatMap((name) =>
    all.filter(({ event }) => event === name),
  );

describe("event_filter", () => {
  test("any rows come back through the API as they were, those of one event together", () => {
    fc.assert(
      fc.property(rows, (settings) => {
        expect(overTheWire(toEventFilter(settings))).toEqual(grouped(settings));
      }),
    );
  });

  test("what the API answers can be sent back unchanged, and is then answered the same", () => {
    fc.assert(
      fc.property(rows, (settings) => {
        const answered = toEventFilter(settings);
        expect(toEventFilter(overTheWire(answered))).toEqual(answered);
      }),
    );
  });

  test("no rows are null", () => {
    expect(toEventFilter([])).toBeNull();
  });

  test("a filter named __proto__ is not lost", () => {
    const filter = JSON.parse(
      '{"events":["__proto__"],"property_filters":{"__proto__":[{"property":"ep:a","op":"is","values":["1"]}]}}',
    );
    expect(eventFilterSchema.parse(filter)).toEqual([
      { event: "__proto__", where: [{ property: "ep:a", op: "is", values: ["1"] }] },
    ]);
  });

  test("numbers and booleans are taken as values", () => {
    const where = { property: "ep:a", op: "is", values: [1, true, "x"] };
    const parsed = eventFilterSchema.parse({ events: ["A"], property_filters: { A: [where] } });
    expect(parsed[0]?.where[0]?.values).toEqual(["1", "true", "x"]);
  });

  test("an event named twice is one row", () => {
    expect(eventFilterSchema.parse({ events: ["A", "A"] })).toEqual([{ event: "A", where: [] }]);
  });

  test.each([
    [
      { events: ["A"], property_filters: { A: [{ property: "ep:a", op: "is", values: [] }] } },
      "A.0.values",
    ],
    [
      {
        events: ["A"],
        property_filters: { A: [{ property: "ep:a", op: "is", values: ["1"], x: 1 }] },
      },
      "A.0.x",
    ],
    [
      { events: ["A"], property_filters: { A: [[{ property: "", op: "is", values: ["1"] }], []] } },
      "A.0.0.property",
    ],
    [{ events: ["A"], property_filters: { A: { property: "ep:a" } } }, "A"],
  ])("%j says where the mistake is", (filter, path) => {
    const parsed = eventFilterSchema.safeParse(filter);
    expect(parsed.error?.issues.map((issue) => issue.path.join("."))).toEqual([
      `property_filters.${path}`,
    ]);
  });
});
