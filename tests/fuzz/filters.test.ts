import fc from "fast-check";
import { expect } from "vitest";
import { compileClause } from "@/lib/engine/pipeline/transform/clause";
import { FILTER_OPERATORS, type FilterOperator } from "@/lib/engine/pipeline/transform/settings";
import { parseJson } from "@/lib/kernel/parse-json";
import { makeEvent } from "@/tests/support/make-event";
import { countSteps } from "./count-steps";
import { fuzz } from "./fuzz";
import { jsonTexts, numberTexts, texts } from "./made-up-json";

const values = fc.array(fc.oneof(texts, numberTexts, fc.constantFrom("(none)", "a*b?[c-d]")), {
  minLength: 1,
  maxLength: 5,
});
const clauses = fc.tuple(fc.constantFrom(...FILTER_OPERATORS), values, jsonTexts);

const eventWith = (text: string) =>
  makeEvent({ payload: { event_properties: { x: parseJson(text) } } });

/** `does not contain` → `contains`. */
const OPPOSITE: Readonly<Partial<Record<FilterOperator, FilterOperator>>> = {
  "is not": "is",
  "does not contain": "contains",
  "does not start with": "starts with",
  "set is not": "set is",
  "set does not contain": "set contains",
  "glob does not match": "glob match",
};

fuzz("a clause holds or does not, its opposite the other way", clauses, ([op, values, text]) => {
  const event = eventWith(text);
  const holds = (op: FilterOperator) => compileClause({ property: "ep:x", op, values })(event);
  const opposite = OPPOSITE[op];
  expect(typeof holds(op)).toBe("boolean");
  if (opposite !== undefined) expect(holds(op)).toBe(!holds(opposite));
});

fuzz(
  "a clause takes a few steps per character, for each of its values",
  clauses,
  async ([op, values, text]) => {
    const event = eventWith(text);
    const clause = compileClause({ property: "ep:x", op, values });
    const steps = await countSteps(() => clause(event));
    const chars = values.join("").length + text.length * values.length;
    expect(steps).toBeLessThan(1_000 + 20 * chars);
  },
);
