import { describe, expect, test } from "vitest";
import { toUnixSeconds } from "@/lib/engine/connectors/customerio/created-at";
import { resolveIdentifier } from "@/lib/engine/connectors/customerio/identifier";
import { retryAfterMs } from "@/lib/engine/connectors/http/retry-after";
import { makeScrub } from "@/lib/engine/connectors/http/scrub";
import { clientAddress } from "@/lib/engine/ingest/http/client-address";
import { cleanJson, LEVELS_MAX } from "@/lib/engine/pipeline/source/clean-json";
import { parseUploadTime } from "@/lib/engine/pipeline/source/event-time";
import { PersonProperties } from "@/lib/engine/pipeline/source/person-properties";
import { applyOperations, parseOperations } from "@/lib/engine/pipeline/source/property-operations";
import { compileClause } from "@/lib/engine/pipeline/transform/clause";
import { compileGlob } from "@/lib/engine/pipeline/transform/glob";
import type { FilterOperator } from "@/lib/engine/pipeline/transform/settings";
import { readNumber, toNumber } from "@/lib/kernel/exact-number";
import type { Json } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { makeEvent } from "@/tests/support/make-event";

// Whatever reads outside data does so in linear time. The inputs are so large that anything quadratic would need
// an hour (10^12 steps and more): these tests end, or they do not.

const SIZE = 1_000_000;
const long = (unit: string) => unit.repeat(SIZE / unit.length);

const TEXTS = {
  "digits and a letter": `${long("1")}x`,
  "digits, a point, digits and a letter": `${long("1")}.${long("1")}x`,
  exponents: `1${long("e1")}`,
  signs: long("-+"),
  zeros: `0.${long("0")}1`,
  blanks: `${long(" ")}x`,
  "blanks at both ends": `${long(" ")}1${long(" ")}`,
  points: `a@${long(".")}`,
  "points and letters": `a@${long("b.")}@`,
  months: long("jan"),
  "months in words": long("jan1 "),
  "a date with endless fractions": `2024-01-01T00:00:00.${long("0")}x`,
  "a date with endless blanks": `2024-01-01T00:00:00${long(" ")}x`,
  zones: `1 jan 2024 ${long("+01")}`,
  backslashes: long("\\"),
  commas: long(","),
} as const;

describe.each(Object.entries(TEXTS))("%s", (_, text) => {
  test("as a number, a date, an address, a header", () => {
    expect(readNumber(text)).toBeUndefined();
    toUnixSeconds(text);
    parseUploadTime(text);
    retryAfterMs(text, 0);
    clientAddress("10.0.0.1", text.slice(0, 100_000));
    expect(resolveIdentifier(text, "auto").ok).toBe(false);
    resolveIdentifier(text.slice(0, 150), "auto");
    makeScrub(["site", "key=="])(text);
  });

  test("as a property of a person", () => {
    const operations = parseOperations({ $add: { n: text }, $append: { l: text } });
    if (operations === null) throw new Error("unreadable");
    const person = new PersonProperties({ n: 1, l: [text] });
    applyOperations(person, operations);
    expect(person.get("n")).toBe(1);
  });

  test.each<FilterOperator>(["is", "contains", "less", "greater or equal", "set contains"])(
    "under a filter: %s",
    (op) => {
      const clause = compileClause({ property: "ep:p", op, values: ["10", "x", "(none)"] });
      clause(makeEvent({ payload: { event_properties: { p: [text, text] } } }));
    },
  );

  test("as JSON, whole or broken", () => {
    for (const json of [text, `[${text}`, `[1e400,"${text}"]`, `{"a":${text},"b":1e400}`])
      try {
        parseJson(json);
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
  });
});

test("numbers of millions of digits", () => {
  for (const text of [
    long("1"),
    `0.${long("0")}1`,
    `1${long("0")}`,
    `1e${long("9")}`,
    `1.${long("0")}`,
  ])
    toNumber(text);
});

test("a text of stars and letters under a glob takes as many steps as text times pattern", () => {
  const glob = compileGlob("**a**a**a**b");
  expect(glob("a".repeat(100_000))).toBe(false);
});

test("long lists and objects", { timeout: 60_000 }, () => {
  const values = Array.from({ length: 50_000 }, (_, i) => `v${i}`);
  const operations = parseOperations({
    $preInsert: { a: values },
    $postInsert: { b: values },
    $append: { c: values },
    $prepend: { d: values },
    $remove: { e: values },
  });
  if (operations === null) throw new Error("unreadable");
  for (const [operator, operand] of Object.entries(operations.operators)) {
    const [name = ""] = Object.keys(operand);
    const person = new PersonProperties({ [name]: values });
    applyOperations(person, { operators: { [operator]: operand }, plain: {} });
    applyOperations(new PersonProperties(), { operators: { [operator]: operand }, plain: {} });
  }
  const cut: Json = values.map((value) => value.padEnd(1025));
  const names: Json = Object.fromEntries(values.map((value) => [value, value.padEnd(1025)]));
  expect(cleanJson([cut, names], LEVELS_MAX)).toBeDefined();
});

test("a long list under a filter of many values", { timeout: 60_000 }, () => {
  const bounds = Array.from({ length: 1000 }, (_, i) => String(i));
  const list = Array.from({ length: 1_000_000 }, () => -1);
  for (const op of ["greater", "is", "set contains", "set is"] as const)
    compileClause({ property: "ep:p", op, values: bounds })(
      makeEvent({ payload: { event_properties: { p: list } } }),
    );
});
