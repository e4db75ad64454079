import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanJson, cleanString, LEVELS_MAX } from "@/lib/engine/pipeline/source/clean-json";
import type { Json } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";

const nested = (levels: number): Json => JSON.parse("[".repeat(levels) + "]".repeat(levels));
const LONG = "x".repeat(1025);
const CUT = "x".repeat(1024);
const keysOf = (value: Json | undefined) => Object.keys(Object(value));

describe("strings", () => {
  test("1024 characters are kept, the 1025th is cut", () => {
    expect(cleanString("x".repeat(1024))).toBe("x".repeat(1024));
    expect(cleanString(`${"x".repeat(1024)}y`)).toBe("x".repeat(1024));
  });

  test("a surrogate pair across the limit is left out whole", () => {
    expect(cleanString(`${"x".repeat(1023)}😀`)).toBe("x".repeat(1023));
    expect(cleanString(`${"x".repeat(1022)}😀y`)).toBe(`${"x".repeat(1022)}😀`);
  });

  test.each([["\ud800"], ["a\udfffb"], [`${"x".repeat(1023)}\udfff`], ["a\0b"], [" e\u0301 "]])(
    "a lone surrogate, NUL and whatever else stays as it was sent (%#)",
    (text) => {
      expect(cleanString(text)).toBe(text);
    },
  );

  test("whatever comes in, what comes out is its beginning, short enough and clean already", {
    timeout: 60_000,
  }, () => {
    const anyUnits = fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 1100 })
      .map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(anyUnits, (text) => {
        const cleaned = cleanString(text);
        expect(text.startsWith(cleaned)).toBe(true);
        expect(cleaned.isWellFormed() || !text.isWellFormed()).toBe(true);
        expect(cleaned.length).toBeLessThanOrEqual(1024);
        expect(cleanString(cleaned)).toBe(cleaned);
      }),
    );
  });
});

describe("structures", () => {
  test("40 levels are kept, 41 are refused", () => {
    expect(cleanJson(nested(40), LEVELS_MAX)).toEqual(nested(40));
    expect(cleanJson(nested(41), LEVELS_MAX)).toBeUndefined();
  });

  test("100,000 levels are refused without overflowing the stack", () => {
    expect(cleanJson(nested(100_000), LEVELS_MAX)).toBeUndefined();
  });

  test("a number too large to be kept is refused: stored, it would be null", () => {
    expect(cleanJson({ a: [Number.NaN] }, LEVELS_MAX)).toBeUndefined();
    expect(cleanJson(parseJson('{"a":[1e1000]}'), LEVELS_MAX)).toBeUndefined();
  });

  test("what a sender wrote instead of a number is left out", () => {
    const value = { a: [Infinity, 1, Infinity], b: Infinity, c: [Infinity] };
    expect(cleanJson(value, LEVELS_MAX)).toEqual({ a: [1], c: [] });
  });

  test("a number that no double holds is kept", () => {
    const value = parseJson('{"a":[1e400,9007199254740993]}');
    expect(cleanJson(value, LEVELS_MAX)).toBe(value);
  });

  test("a value that needs no cleaning is the very same object", () => {
    const value: Json = { a: [1, { b: "text" }], c: null };
    expect(cleanJson(value, LEVELS_MAX)).toBe(value);
  });

  test("only what is wrong is changed", () => {
    const value: Json = { a: ["ok", LONG], "b\0\ud800 ": { c: 1 } };
    expect(cleanJson(value, LEVELS_MAX)).toEqual({ a: ["ok", CUT], "b\0\ud800 ": { c: 1 } });
    expect(value).toEqual({ a: ["ok", LONG], "b\0\ud800 ": { c: 1 } });
  });

  test("__proto__ and constructor stay data, also where the object is copied", () => {
    const value: Json = JSON.parse(`{"__proto__":{"polluted":"${LONG}"},"constructor":{"x":1}}`);
    const cleaned = cleanJson(value, LEVELS_MAX);
    expect(keysOf(cleaned)).toEqual(["__proto__", "constructor"]);
    expect(JSON.stringify(cleaned)).toBe(
      `{"__proto__":{"polluted":"${CUT}"},"constructor":{"x":1}}`,
    );
    expect(Object.getPrototypeOf(cleaned)).toBe(Object.prototype);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});
