import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIST_CHARS_MAX } from "@/lib/engine/pipeline/source/list-operations";
import { PersonProperties } from "@/lib/engine/pipeline/source/person-properties";
import {
  applyOperations,
  OPERATORS,
  parseOperations,
} from "@/lib/engine/pipeline/source/property-operations";
import { compileClause } from "@/lib/engine/pipeline/transform/clause";
import { FILTER_OPERATORS, type FilterOperator } from "@/lib/engine/pipeline/transform/settings";
import { ExactNumber } from "@/lib/kernel/exact-number";
import type { Json, JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { makeEvent } from "@/tests/support/make-event";

// Fuzzing of property operations and filters. Every read of a member or a length of the input is a step; the steps are
// bounded by the size of the input, whatever it looks like.

class Steps {
  count = 0;

  /** The value with every read counted. */
  watch<V extends Json>(value: V): V {
    if (typeof value !== "object" || value === null || value instanceof ExactNumber) return value;
    return new Proxy(value, {
      get: (target, key, receiver) => {
        this.count++;
        const inner: unknown = Reflect.get(target, key, receiver);
        return typeof inner === "object" ? this.watch(inner as Json) : inner;
      },
    });
  }
}

function sizeOf(value: Json): number {
  if (typeof value !== "object" || value === null || value instanceof ExactNumber) return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + sizeOf(inner), 1);
}

const NUMBERS = [
  "0",
  "1.0",
  "9007199254740992",
  "9007199254740993",
  "1e400",
  "-1e-400",
  "1e999",
  "123456789012345678901234567890.5",
];
const leaf: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(...NUMBERS).map(parseJson),
  fc.constantFrom(...NUMBERS, "", " 7 ", "x", "\ud800", "(none)", "__proto__"),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(true, false, null),
);
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, depthSize: "xsmall" },
    leaf,
    fc.array(tie("json"), { maxLength: 12 }),
    fc.dictionary(fc.constantFrom("a", "b", "__proto__", "toString"), tie("json")),
  ),
}));
const bag: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.constantFrom("a", "b", "c", "__proto__", "constructor", "$x"),
  json,
);
const withoutNulls = (properties: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));

describe("property operations", () => {
  const sent = fc
    .tuple(bag, fc.dictionary(fc.constantFrom(...OPERATORS), bag))
    .map(([plain, operators]): JsonObject => ({ ...plain, ...operators }));

  test("end within steps bounded by the size of person and update, and give JSON", {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(bag.map(withoutNulls), sent, (person, update) => {
        const steps = new Steps();
        const operations = parseOperations(steps.watch(update));
        if (operations === null) throw new Error("unreadable");
        const state = new PersonProperties(steps.watch(person));
        const { changes } = applyOperations(state, operations);
        const properties = state.toJson();
        expect(steps.count).toBeLessThan(60 * (sizeOf(person) + sizeOf(update)));
        expect(Object.values(properties)).not.toContain(null);
        const text = stringifyJson(properties);
        expect(stringifyJson(parseJson(text))).toBe(text);
        for (const name of Object.keys(changes))
          expect(stringifyJson(changes[name] ?? null)).toBe(
            stringifyJson(Object.hasOwn(properties, name) ? (properties[name] ?? null) : null),
          );
      }),
    );
  });

  test("however often they are applied, a list that grows by them stays within its limit", {
    timeout: 60_000,
  }, () => {
    const growing = fc.constantFrom("$append", "$prepend", "$preInsert", "$postInsert");
    fc.assert(
      fc.property(fc.array(fc.tuple(growing, json), { maxLength: 30 }), (updates) => {
        const person = new PersonProperties();
        for (const [operator, value] of updates) {
          const operations = parseOperations({ [operator]: { list: value } });
          if (operations !== null) applyOperations(person, operations);
        }
        expect(stringifyJson(person.get("list") ?? []).length).toBeLessThanOrEqual(
          LIST_CHARS_MAX + 1,
        );
      }),
    );
  });
});

const OPPOSITES = new Map<FilterOperator, FilterOperator>([
  ["is", "is not"],
  ["contains", "does not contain"],
  ["starts with", "does not start with"],
  ["set is", "set is not"],
  ["set contains", "set does not contain"],
  ["glob match", "glob does not match"],
]);

test("filters end within steps bounded by the size of the value, and a negated one is the opposite", {
  timeout: 60_000,
}, () => {
  const clause = fc.record({
    op: fc.constantFrom(...FILTER_OPERATORS),
    values: fc.array(
      fc.oneof(
        fc.constantFrom(...NUMBERS, "(none)", "**", "*a*/**b", "true", ""),
        fc.string({ maxLength: 20 }),
      ),
      { minLength: 1, maxLength: 40 },
    ),
  });
  fc.assert(
    fc.property(clause, json, ({ op, values }, value) => {
      const steps = new Steps();
      const event = makeEvent({ payload: steps.watch({ event_properties: { p: value } }) });
      const holds = compileClause({ property: "ep:p", op, values })(event);
      expect(steps.count).toBeLessThan(20 * (sizeOf(value) + 2));
      const opposite = OPPOSITES.get(op);
      if (opposite !== undefined)
        expect(compileClause({ property: "ep:p", op: opposite, values })(event)).toBe(!holds);
    }),
  );
});
