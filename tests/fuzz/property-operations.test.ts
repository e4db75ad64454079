import fc from "fast-check";
import { expect } from "vitest";
import {
  PERSON_CHARS_MAX,
  PERSON_PROPERTIES_MAX,
  PersonProperties,
} from "@/lib/engine/pipeline/source/person-properties";
import {
  applyOperations,
  OPERATORS,
  parseOperations,
} from "@/lib/engine/pipeline/source/property-operations";
import type { JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { countSteps } from "./count-steps";
import { fuzz } from "./fuzz";
import { jsonTexts } from "./made-up-json";

const names = fc.constantFrom("a", "b", "c", "__proto__", "constructor");
const operand = fc
  .array(fc.tuple(names, jsonTexts), { maxLength: 4 })
  .map((entries) => `{${entries.map(([name, text]) => `"${name}":${text}`).join(",")}}`);
const userProperties = fc
  .array(fc.tuple(fc.constantFrom(...OPERATORS, "plain"), operand), { maxLength: 4 })
  .map(
    (entries) =>
      parseJson(`{${entries.map(([name, text]) => `"${name}":${text}`).join(",")}}`) as JsonObject,
  );
const histories = fc.array(userProperties, { maxLength: 8 });

/** Whatever their order; `toEqual` knows no ExactNumber. */
const entriesOf = (person: PersonProperties): ReadonlyMap<string, string> =>
  new Map(Object.entries(person.toJson()).map(([name, value]) => [name, stringifyJson(value)]));

fuzz(
  "a person is what the changes of their events say, within the bounds",
  histories,
  (history) => {
    const person = new PersonProperties();
    const retold = new PersonProperties();
    for (const properties of history) {
      const operations = parseOperations(properties);
      if (operations === null) continue;
      const { changes } = applyOperations(person, operations);
      retold.apply(changes);
      for (const [name, value] of Object.entries(changes)) {
        expect(stringifyJson(person.get(name) ?? null)).toBe(stringifyJson(value));
      }
    }
    expect(entriesOf(retold)).toEqual(entriesOf(person));
    expect(Object.values(person.toJson())).not.toContain(null);
    expect(person.count).toBeLessThanOrEqual(PERSON_PROPERTIES_MAX);
    expect(person.chars).toBeLessThanOrEqual(PERSON_CHARS_MAX);
  },
);

fuzz(
  "an event's operations take a few steps per character of them and of their lists",
  histories,
  async (history) => {
    const person = new PersonProperties();
    for (const properties of history) {
      const operations = parseOperations(properties);
      if (operations === null) continue;
      const chars = stringifyJson(properties).length + person.chars;
      const steps = await countSteps(() => applyOperations(person, operations));
      expect(steps).toBeLessThan(1_000 + 100 * chars);
    }
  },
);
