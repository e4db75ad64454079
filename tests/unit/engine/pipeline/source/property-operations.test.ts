import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIST_CHARS_MAX } from "@/lib/engine/pipeline/source/list-operations";
import {
  PERSON_CHARS_MAX,
  PERSON_PROPERTIES_MAX,
  PersonProperties,
} from "@/lib/engine/pipeline/source/person-properties";
import {
  applyOperations,
  OPERATORS,
  parseOperations,
  RESOLVED_CHARS_MAX,
} from "@/lib/engine/pipeline/source/property-operations";
import type { Json, JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";

const exact = (text: string): Json => parseJson(text);
const BIG_3 = exact("9007199254740993");

function apply(properties: JsonObject, sent: JsonObject) {
  const operations = parseOperations(sent);
  if (operations === null) throw new Error("not parsed");
  const person = new PersonProperties(properties);
  const { changes, refused } = applyOperations(person, operations);
  return { properties: person.toJson(), changes, refused };
}

describe("parsing", () => {
  test("separates operators from plain keys", () => {
    expect(parseOperations({ $set: { a: 1 }, plan: "pro", $unset: { b: "-" } })).toEqual({
      operators: { $set: { a: 1 }, $unset: { b: "-" } },
      plain: { plan: "pro" },
    });
  });

  test("a key with $ that is no operator is a plain key", () => {
    expect(parseOperations({ $email: "a@b.c" })).toEqual({
      operators: {},
      plain: { $email: "a@b.c" },
    });
  });

  test("$clearAll takes any operand", () => {
    expect(parseOperations({ $clearAll: "-" })).toEqual({
      operators: { $clearAll: {} },
      plain: {},
    });
  });

  test.each([1, "x", null, ["a"]])("an operator over %j cannot be read", (operand) => {
    expect(parseOperations({ $set: operand })).toBeNull();
  });
});

describe("one operator", () => {
  // properties, operations, the properties afterwards, the changes
  const cases: readonly (readonly [string, JsonObject, JsonObject, JsonObject, JsonObject])[] = [
    ["plain keys set", { a: 1 }, { b: 2 }, { a: 1, b: 2 }, { b: 2 }],
    ["$set", { a: 1 }, { $set: { a: 2 } }, { a: 2 }, { a: 2 }],
    ["$set to null removes", { a: 1 }, { $set: { a: null } }, {}, { a: null }],
    ["a plain null removes", { a: 1 }, { a: null }, {}, { a: null }],
    ["$set to the same value touches", { a: 1 }, { $set: { a: 1 } }, { a: 1 }, { a: 1 }],
    ["$setOnce when missing", {}, { $setOnce: { a: 1 } }, { a: 1 }, { a: 1 }],
    ["$setOnce when present", { a: 1 }, { $setOnce: { a: 2 } }, { a: 1 }, { a: 1 }],
    ["$setOnce when falsy", { a: 0 }, { $setOnce: { a: 2 } }, { a: 0 }, { a: 0 }],
    ["$add", { n: 40 }, { $add: { n: 2 } }, { n: 42 }, { n: 42 }],
    ["$add to a missing one", {}, { $add: { n: 2 } }, { n: 2 }, { n: 2 }],
    ["$add of a numeric text", { n: 1 }, { $add: { n: "-0.5" } }, { n: 0.5 }, { n: 0.5 }],
    ["$add of no number", { n: 1 }, { $add: { n: "many" } }, { n: 1 }, {}],
    ["$add of an object", { n: 1 }, { $add: { n: { x: 1 } } }, { n: 1 }, {}],
    ["$add to a text", { n: "abc" }, { $add: { n: 1 } }, { n: "abc" }, {}],
    ["$add beyond 2^53", { n: 2 ** 53 }, { $add: { n: 1 } }, { n: BIG_3 }, { n: BIG_3 }],
    ["$add to an exact number", { n: BIG_3 }, { $add: { n: -1 } }, { n: 2 ** 53 }, { n: 2 ** 53 }],
    ["$add of an exact text", {}, { $add: { n: "9007199254740993" } }, { n: BIG_3 }, { n: BIG_3 }],
    ["$add of too many digits", { n: 1 }, { $add: { n: exact("1e999") } }, { n: 1 }, {}],
    [
      "$setOnce of an exact number",
      { n: BIG_3 },
      { $setOnce: { n: 1 } },
      { n: BIG_3 },
      { n: BIG_3 },
    ],
    [
      "$postInsert knows exact numbers by their value",
      { l: [2 ** 53, exact("1e400")] },
      { $postInsert: { l: [BIG_3, exact("10e399"), exact("9007199254740993.0")] } },
      { l: [2 ** 53, exact("1e400"), BIG_3] },
      { l: [2 ** 53, exact("1e400"), BIG_3] },
    ],
    [
      "$remove of an exact number",
      { l: [2 ** 53, BIG_3] },
      { $remove: { l: BIG_3 } },
      { l: [2 ** 53] },
      { l: [2 ** 53] },
    ],
    ["$append to a list", { l: [1] }, { $append: { l: 2 } }, { l: [1, 2] }, { l: [1, 2] }],
    [
      "$append of a list",
      { l: [1] },
      { $append: { l: [2, 3] } },
      { l: [1, 2, 3] },
      { l: [1, 2, 3] },
    ],
    ["$append to a missing one", {}, { $append: { l: "x" } }, { l: ["x"] }, { l: ["x"] }],
    [
      "$append to a single value",
      { l: "a" },
      { $append: { l: "b" } },
      { l: ["a", "b"] },
      { l: ["a", "b"] },
    ],
    [
      "$prepend of a list",
      { l: [3] },
      { $prepend: { l: [1, 2] } },
      { l: [1, 2, 3] },
      { l: [1, 2, 3] },
    ],
    [
      "$preInsert",
      { l: [1, 2] },
      { $preInsert: { l: [2, 3, 4, 3] } },
      { l: [3, 4, 1, 2] },
      { l: [3, 4, 1, 2] },
    ],
    [
      "$postInsert",
      { l: [1, 2] },
      { $postInsert: { l: [3, 1] } },
      { l: [1, 2, 3] },
      { l: [1, 2, 3] },
    ],
    [
      "$postInsert of objects",
      { l: [{ a: 1 }] },
      { $postInsert: { l: { a: 1 } } },
      { l: [{ a: 1 }] },
      { l: [{ a: 1 }] },
    ],
    ["$remove of all instances", { l: [1, 2, 1] }, { $remove: { l: 1 } }, { l: [2] }, { l: [2] }],
    ["$remove of a list", { l: [1, 2, 3] }, { $remove: { l: [1, 3] } }, { l: [2] }, { l: [2] }],
    ["$remove from a missing one", {}, { $remove: { l: 1 } }, {}, {}],
    ["$unset", { a: 1, b: 2 }, { $unset: { a: "-" } }, { b: 2 }, { a: null }],
    ["$unset of a missing one", {}, { $unset: { a: "-" } }, {}, { a: null }],
    ["$clearAll", { a: 1, b: 2 }, { $clearAll: "-" }, {}, { a: null, b: null }],
  ];
  test.each(cases)("%s", (_name, before, sent, after, changes) => {
    expect(apply(before, sent)).toEqual({ properties: after, changes, refused: 0 });
  });
});

describe("several operators", () => {
  test("are applied in Amplitude's order, whatever the order in the JSON", () => {
    const sent: JsonObject = {
      plan: "plain is last",
      $remove: { l: "x" },
      $append: { l: ["x", "y"] },
      $add: { n: 5 },
      $set: { n: 1, plan: "set" },
      $unset: { n: "-" },
      $clearAll: "-",
    };
    expect(apply({ n: 100, old: true, l: ["z"] }, sent)).toEqual({
      properties: { n: 6, plan: "plain is last", l: ["y"] },
      changes: { n: 6, old: null, l: ["y"], plan: "plain is last" },
      refused: 0,
    });
  });

  test("what was cleared and set again counts with its final value", () => {
    const { changes } = apply({ a: 1, b: 2 }, { $clearAll: "-", $setOnce: { a: 3 } });
    expect(changes).toEqual({ a: 3, b: null });
  });
});

describe("lists", () => {
  test("a full list takes no more and loses nothing", () => {
    const full = ["x".repeat(LIST_CHARS_MAX - 4)];
    expect(apply({ l: full }, { $append: { l: ["y", "z"] } }).properties).toEqual({ l: full });
    expect(apply({ l: full }, { $prepend: { l: "y" } }).properties).toEqual({ l: full });
  });

  test("endless appending is bounded", () => {
    let properties: JsonObject = {};
    for (let i = 0; i < 40; i++) {
      properties = apply(properties, { $append: { l: "x".repeat(1000) } }).properties;
    }
    expect(JSON.stringify(properties["l"]).length).toBeLessThanOrEqual(LIST_CHARS_MAX);
    expect(properties["l"]).toHaveLength(9);
  });
});

describe("bounds", () => {
  const many = (count: number, from = 0): JsonObject =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${from + n}`, 1]));

  test("of the number of properties: new ones are not added, old ones still change", () => {
    const full = many(PERSON_PROPERTIES_MAX);
    const { properties, changes, refused } = apply(full, { p0: 2, new1: 1, new2: 1 });
    expect(Object.keys(properties)).toHaveLength(PERSON_PROPERTIES_MAX);
    expect([changes, refused]).toEqual([{ p0: 2 }, 2]);
    expect(apply(full, { $unset: { p0: "-" }, new1: 1 }).changes).toEqual({ p0: null, new1: 1 });
  });

  test("of one value: what was there stays", () => {
    const large = Array(20).fill("x".repeat(1_000));
    expect(apply({ a: 1 }, { a: large, b: 2 })).toMatchObject({
      properties: { a: 1, b: 2 },
      changes: { b: 2 },
      refused: 1,
    });
  });

  test("of all together: what does not grow the person is still taken", () => {
    const value = "x".repeat(1_000);
    const full = Object.fromEntries(
      Object.keys(many(PERSON_CHARS_MAX / 1_000)).map((name) => [name, value]),
    );
    const { properties, refused } = apply(full, many(50, 5_000));
    expect(refused).toBeGreaterThan(0);
    expect(JSON.stringify(properties).length).toBeLessThan(PERSON_CHARS_MAX * 1.05);
    expect(apply(full, { p0: "y".repeat(1_000) }).refused).toBe(0);
  });

  test("of what one event resolves to: a few bytes of it stand for whole lists", () => {
    const list = Array(9).fill("x".repeat(1_000));
    const names = Object.keys(many(100));
    const full = Object.fromEntries(names.slice(0, 13).map((name) => [name, list]));
    for (const operator of [
      "$append",
      "$prepend",
      "$preInsert",
      "$postInsert",
      "$remove",
      "$setOnce",
    ]) {
      const operands = Object.fromEntries(names.map((name) => [name, "y"]));
      const { changes, refused } = apply(full, { [operator]: operands });
      const resolved = JSON.stringify(changes).length;
      expect(resolved).toBeLessThan(RESOLVED_CHARS_MAX + JSON.stringify(operands).length * 3);
      expect(refused).toBeGreaterThan(0);
    }
  });
});

test("names of Object.prototype are ordinary properties", () => {
  const sent: JsonObject = JSON.parse(
    '{"$set":{"__proto__":{"polluted":1}},"$add":{"constructor":2},"$append":{"toString":"x"},"hasOwnProperty":1}',
  );
  const { properties, changes } = apply({}, sent);
  const expected =
    '{"__proto__":{"polluted":1},"constructor":2,"toString":["x"],"hasOwnProperty":1}';
  expect(JSON.stringify(properties)).toBe(expected);
  expect(JSON.stringify(changes)).toBe(expected);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

describe("always", { timeout: 60_000 }, () => {
  const value: fc.Arbitrary<Json> = fc.oneof(
    fc.constantFrom<Json>(null, true, "text", "7", 0, -3.5, 1e300),
    fc.array(fc.constantFrom<Json>(1, "a", null), { maxLength: 4 }),
  );
  const key = fc.constantFrom("a", "b", "__proto__", "constructor");
  const bag: fc.Arbitrary<JsonObject> = fc.dictionary(key, value).map((o) => ({ ...o }));
  const operation = fc.oneof(
    fc.tuple(fc.constantFrom<string>(...OPERATORS), bag),
    fc.tuple(fc.constantFrom("a", "b", "c"), value),
  );
  const sent = fc.array(operation).map((entries): JsonObject => Object.fromEntries(entries));
  const noNulls = (o: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(o).filter(([, v]) => v !== null));

  test("changes are what differs, and say the final value", () => {
    fc.assert(
      fc.property(bag, sent, (start, operations) => {
        const before = noNulls(start);
        const { properties, changes } = apply(before, operations);
        for (const [name, final] of Object.entries(changes)) {
          expect(Object.hasOwn(properties, name) ? properties[name] : null).toEqual(final);
        }
        const untouched = (o: JsonObject) =>
          Object.entries(o).filter(([name]) => !Object.hasOwn(changes, name));
        expect(untouched(properties)).toEqual(untouched(before));
        expect(Object.values(properties)).not.toContain(null);
      }),
    );
  });

  test("the input is not changed, and JSON carries the result", () => {
    fc.assert(
      fc.property(bag, sent, (before, operations) => {
        const copies = [JSON.stringify(before), JSON.stringify(operations)];
        const applied = apply(before, operations);
        expect([JSON.stringify(before), JSON.stringify(operations)]).toEqual(copies);
        const back: Json = JSON.parse(JSON.stringify(applied));
        expect(JSON.stringify(back)).toBe(JSON.stringify(applied));
      }),
    );
  });

  test("changes sent as $set to a copy give the same properties", () => {
    fc.assert(
      fc.property(bag, sent, (start, operations) => {
        const before = noNulls(start);
        const { properties, changes } = apply(before, operations);
        expect(noNulls(apply(before, { $set: changes }).properties)).toEqual(properties);
      }),
    );
  });
});

describe("a state", () => {
  const was = { plan: "pro", plays: 7, tags: ["a"], gone: "x" };
  const become = (state: JsonObject) => {
    const person = new PersonProperties(was);
    const { changes } = applyOperations(person, { operators: {}, plain: {}, state });
    return { changes, properties: person.toJson() };
  };

  test("changes what differs, and touches nothing else", () => {
    expect(become({ plan: "free", plays: 7, tags: ["a"], city: "Oslo" })).toEqual({
      changes: { plan: "free", city: "Oslo" },
      properties: { ...was, plan: "free", city: "Oslo" },
    });
  });

  test("a value as a text is no change: some formats have nothing but texts", () => {
    expect(become({ plays: "7" }).changes).toEqual({});
    expect(become({ plays: "8" }).changes).toEqual({ plays: "8" });
  });

  test("null takes away what is there, and is nothing where nothing is", () => {
    expect(become({ gone: null, never: null }).changes).toEqual({ gone: null });
  });
});
