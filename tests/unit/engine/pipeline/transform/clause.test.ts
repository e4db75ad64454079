import { describe, expect, test } from "vitest";
import { compileClause } from "@/lib/engine/pipeline/transform/clause";
import { clauseSchema, type FilterOperator } from "@/lib/engine/pipeline/transform/settings";
import type { Json } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { makeEvent } from "@/tests/support/make-event";

const MISSING = Symbol("missing");

/** Whether a clause on the event property `p` holds for a value. */
function holds(op: FilterOperator, value: Json | typeof MISSING, ...values: string[]): boolean {
  const bag = value === MISSING ? {} : { p: value };
  const event = makeEvent({ payload: { event_properties: bag } });
  return compileClause({ property: "ep:p", op, values })(event);
}

type Case = [value: Json | typeof MISSING, values: string[], expected: boolean];

const OPPOSITES: readonly [FilterOperator, FilterOperator, readonly Case[]][] = [
  [
    "is",
    "is not",
    [
      ["pro", ["pro"], true],
      ["pro", ["free", "pro"], true],
      ["pro", ["Pro"], false],
      ["pro", ["pr"], false],
      [10, ["10.0"], true],
      [10, ["1e1"], true],
      [10, ["11"], false],
      [0, [""], false],
      ["007", ["7"], false],
      [true, ["True"], true],
      [false, ["true"], false],
      [["a", "b"], ["b"], true],
      [["a", "b"], ["c"], false],
      [{ a: 1 }, ["[object Object]"], false],
      [MISSING, ["(none)"], true],
      [null, ["(none)"], true],
      [MISSING, ["pro", "(none)"], true],
      [MISSING, ["pro"], false],
      ["", ["(none)"], false],
      ["x", ["(none)"], false],
      ["(none)", ["(none)"], false],
    ],
  ],
  [
    "contains",
    "does not contain",
    [
      ["Professional", ["FESS"], true],
      ["Professional", ["nope", "pro"], true],
      ["Professional", ["free"], false],
      [12345, ["234"], true],
      [["red", "green"], ["EE"], true],
      [{ a: "x" }, ["x"], false],
      [MISSING, ["x"], false],
      [MISSING, ["(none)"], true],
    ],
  ],
  [
    "starts with",
    "does not start with",
    [
      ["/Checkout/1", ["/checkout"], true],
      ["/Checkout/1", ["checkout"], false],
      ["a", ["b", "A"], true],
      [MISSING, ["a"], false],
    ],
  ],
  [
    "set is",
    "set is not",
    [
      [["a", "b"], ["b", "a"], true],
      [["a", "a", "b"], ["a", "b"], true],
      [["a", "b", "c"], ["a", "b"], false],
      [["a"], ["a", "b"], false],
      ["a", ["a"], true],
      [[1, 2], ["2", "1.0"], true],
      [MISSING, ["a"], false],
      [MISSING, ["(none)"], true],
      [[], ["(none)"], true],
      [["a"], ["(none)"], false],
    ],
  ],
  [
    "set contains",
    "set does not contain",
    [
      [["a", "b", "c"], ["c", "a"], true],
      [["a", "b"], ["a", "d"], false],
      ["a", ["a"], true],
      [[10], ["10.0"], true],
      [MISSING, ["a"], false],
      [[], ["(none)"], true],
      [["a"], ["(none)"], false],
    ],
  ],
  [
    "glob match",
    "glob does not match",
    [
      ["/a/b", ["/a/*"], true],
      ["/a/b/c", ["/a/*"], false],
      ["/a/b/c", ["/a/**"], true],
      ["/A/b", ["/a/*"], false],
      [["x", "/a/b"], ["/a/*"], true],
      [MISSING, ["**"], false],
      [MISSING, ["(none)"], true],
    ],
  ],
];

describe.each(OPPOSITES)("%s", (op, opposite, cases) => {
  test.each(cases)("%j with %j is %s", (value, values, expected) => {
    expect(holds(op, value, ...values)).toBe(expected);
  });

  test.each(cases)(
    `"${opposite}" is exactly its opposite: %j with %j`,
    (value, values, expected) => {
      expect(holds(opposite, value, ...values)).toBe(!expected);
    },
  );
});

describe("order", () => {
  test.each<[Json | typeof MISSING, FilterOperator, string, boolean]>([
    [9, "less", "10", true],
    ["9", "less", "10", true],
    [10, "less", "10", false],
    [10, "less or equal", "10.0", true],
    [11, "greater", "10", true],
    ["9", "greater", "10", false],
    [10, "greater or equal", "10", true],
    [-0.5, "greater", "-1", true],
    ["2026-02-01", "greater", "2026-01-31", true],
    ["unknown", "greater", "10", false],
    [10, "less", "abc", false],
    [[1, 50], "greater", "10", true],
    [true, "greater", "0", false],
    [MISSING, "less", "10", false],
    [MISSING, "less", "(none)", false],
    ["a", "less or equal", "(none)", false],
  ])("%j %s %s is %s", (value, op, bound, expected) => {
    expect(holds(op, value, bound)).toBe(expected);
  });

  test("several values are ORed", () => {
    expect(holds("less", 15, "10", "20")).toBe(true);
    expect(holds("less", 15, "20", "10")).toBe(true);
    expect(holds("greater", 15, "10", "20")).toBe(true);
    expect(holds("greater or equal", 15, "20", "15")).toBe(true);
    expect(holds("less or equal", "b", "a", "b", "100")).toBe(true);
    expect(holds("less", 15, "10", "b")).toBe(false);
  });
});

describe("numbers that no double holds are compared by their value", () => {
  test.each<[string, FilterOperator, string, boolean]>([
    ["9007199254740993", "is", "9007199254740993", true],
    ["9007199254740993", "is", "9007199254740992", false],
    ["9007199254740992", "is", "9007199254740993", false],
    ["9007199254740993", "is", "9007199254740993.0", true],
    ["9007199254740993", "is not", "9007199254740992", true],
    ["9007199254740993", "contains", "0993", true],
    ["9007199254740993", "starts with", "900", true],
    ["9007199254740993", "glob match", "*993", true],
    ["9007199254740993", "greater", "9007199254740992", true],
    ["9007199254740992", "less", "9007199254740993", true],
    ["9007199254740993", "less or equal", "9007199254740993", true],
    ["1e400", "greater", "1e399", true],
    ["-1e400", "less", "-1", true],
    ["1e-400", "greater", "0", true],
    ['"9007199254740993"', "greater", "9007199254740992", true],
    ["[1,9007199254740993]", "set is", "9007199254740993", false],
    ["[1,9007199254740993]", "set contains", "9007199254740993", true],
    ["[1,9007199254740993]", "set contains", "9007199254740992", false],
    ["[9007199254740993]", "set is", "9007199254740993", true],
  ])("%s %s %s is %s", (value, op, bound, expected) => {
    expect(holds(op, parseJson(value), bound)).toBe(expected);
  });
});

test("names are the names that were sent: a blank, a case, a form of a letter makes another", () => {
  const names = ["plan", "plan ", " plan", "Plan", "\u00e9", "e\u0301", " "];
  for (const name of names) {
    const event = makeEvent({ payload: { event_properties: { [name]: "x" } } });
    const found = names.filter((other) =>
      compileClause(clauseSchema.parse({ property: `ep:${other}`, op: "is", values: ["x"] }))(
        event,
      ),
    );
    expect(found).toEqual([name]);
  }
});
