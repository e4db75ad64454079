import fc from "fast-check";
import { expect } from "vitest";
import { parseJson } from "@/lib/kernel/parse-json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { countSteps } from "./count-steps";
import { fuzz } from "./fuzz";
import { jsonTexts } from "./made-up-json";

/** JSON.parse rounds; everything else about the two is the same. */
const withoutNumbers = (text: string): unknown =>
  JSON.parse(text, (_key, value) => (typeof value === "number" ? 0 : value));

fuzz(
  "whatever JSON.parse takes is taken, printed, and read again as the same",
  jsonTexts,
  (text) => {
    const printed = stringifyJson(parseJson(text));
    expect(withoutNumbers(printed)).toEqual(withoutNumbers(text));
    expect(stringifyJson(parseJson(printed))).toBe(printed);
  },
);

fuzz("what JSON.parse refuses is refused", fc.string({ unit: "binary" }), (text) => {
  const accepts = (parse: (text: string) => unknown) => {
    try {
      parse(text);
      return true;
    } catch {
      return false;
    }
  };
  expect(accepts(parseJson)).toBe(accepts(JSON.parse));
});

fuzz("reading and printing take a few steps per character", jsonTexts, async (text) => {
  const steps = await countSteps(() => stringifyJson(parseJson(text)));
  expect(steps).toBeLessThan(1_000 + 60 * text.length);
});
