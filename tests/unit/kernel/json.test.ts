import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExactNumber, toNumber } from "@/lib/kernel/exact-number";
import { isJsonObject, type Json } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { stringifyJson } from "@/lib/kernel/stringify-json";

const roundTrip = (text: string) => stringifyJson(parseJson(text));
const exact = (text: string) => expect.objectContaining({ text });

describe("the digits that were sent arrive", () => {
  test.each([
    "9007199254740993",
    "-9007199254740993",
    "12345678901234567890123456789",
    "0.1234567890123456789",
    "-0.00000000000000000000012345678901234567",
    "123456789.123456789",
    '{"id":9007199254740993,"list":[1,18446744073709551615,"x"],"o":{"p":3.14159265358979323846}}',
    '["9007199254740993"]',
    "115792089237316195423570985008687907853269984665640564039457584007913129639935",
  ])("%s", (text) => {
    expect(roundTrip(text)).toBe(text);
  });

  test.each([
    ["1e400", "1e+400"],
    ["-2.5E-400", "-2.5e-400"],
    ["9007199254740993.000", "9007199254740993"],
    ["90071992547409930e-1", "9007199254740993"],
    ["12345678901234567891e5", "1234567890123456789100000"],
  ])("%s is the value %s", (text, value) => {
    expect(parseJson(text)).toEqual(exact(value));
    expect(roundTrip(text)).toBe(value);
  });

  test.each([
    ["1.0000000000000000000", 1],
    ["9007199254740992", 2 ** 53],
    ["0.30000000000000004", 0.1 + 0.2],
    ["0.100000000000000000", 0.1],
    ["1e22", 1e22],
    ["10000000000000000000000", 1e22],
    ["1e000000000000000000000005", 100_000],
    ["0e99999999999999", 0],
    ["-0", -0],
    ["5e-324", 5e-324],
    ["1.7976931348623157e308", Number.MAX_VALUE],
    [`1${"0".repeat(300)}`, 1e300],
  ])("%s is a double: it prints the same value", (text, value) => {
    expect(parseJson(text)).toBe(value);
  });

  test("a number stays a double exactly when the double prints the same decimal", () => {
    const decimal = fc
      .tuple(
        fc.boolean(),
        fc.stringMatching(/^(0|[1-9]\d{0,24})$/),
        fc.option(fc.stringMatching(/^\d{1,24}$/), { nil: undefined }),
        fc.option(fc.integer({ min: -400, max: 400 }), { nil: undefined }),
      )
      .map(
        ([negative, whole, fraction, power]) =>
          (negative ? "-" : "") +
          whole +
          (fraction === undefined ? "" : `.${fraction}`) +
          (power === undefined ? "" : `e${power}`),
      );
    fc.assert(
      fc.property(decimal, (text) => {
        const value = parseJson(`[${text}]`) as readonly Json[];
        const number = Number(text);
        const same = Number.isFinite(number) && ratio(text) === ratio(String(number));
        expect(typeof value[0] === "number").toBe(same);
        expect(ratio(stringifyJson(value).slice(1, -1))).toBe(ratio(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test("any double comes back as the same double", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseJson(JSON.stringify([value]))).toEqual([value === 0 ? 0 : value]);
      }),
    );
  });

  test("what is too large to be kept is NaN, which no JSON can hold, and costs nothing", () => {
    for (const text of ["1e1000", "1e-1000", "1e999999999999999999999", `0.${"7".repeat(129)}`])
      expect(parseJson(text)).toBeNaN();
    expect(parseJson("1e999")).toEqual(exact("1e+999"));
    expect(parseJson("7".repeat(128))).toEqual(exact("7".repeat(128)));
    expect(parseJson("7".repeat(5_000_000))).toBeNaN();
  });
});

/** A decimal as an exact fraction in text: the reference, by another way than the code's. */
function ratio(text: string): string {
  const [mantissa = "", power = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const shift = Number(power) - fraction.length;
  let numerator = BigInt(whole.replace("-", "") + fraction) * (text.startsWith("-") ? -1n : 1n);
  let zeros = shift;
  if (numerator === 0n) return "0";
  while (numerator % 10n === 0n) {
    numerator /= 10n;
    zeros += 1;
  }
  return `${numerator}e${zeros}`;
}

describe("otherwise it is JSON.parse and JSON.stringify", () => {
  const LONG = "9007199254740993";

  test("any JSON, spaced in any way, beside an exact number", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(JSON.stringify(parseJson(text))).toBe(JSON.stringify(JSON.parse(text)));
        const [parsed, number] = parseJson(`[${text} ,${LONG}]`) as readonly Json[];
        expect(JSON.stringify(parsed)).toBe(JSON.stringify(JSON.parse(text)));
        expect(number).toEqual(exact(LONG));
        const both = stringifyJson({ value: parsed ?? null, number: number ?? null }, indent);
        const reference = JSON.stringify({ value: JSON.parse(text), number: "@" }, null, indent);
        expect(both).toBe(reference.replace(/"@"(?=\s*\}$)/, LONG));
      }),
    );
  });

  test.each([
    "",
    "[1",
    "00000000000000000001",
    "[12345678901234567890123x]",
    "+12345678901234567890",
    "12345678901234567890.",
    "[-]",
    "-1234567890123456789012-5",
    "[1e4000e5]",
    '"12345678901234567890',
    '{"a":12345678901234567890,}',
    "[12345678901234567890 12345678901234567890]",
    "[0x12345678901234567890]",
    ".12345678901234567890",
  ])("%s is refused", (text) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  test("text is never a number, whatever stands in it", () => {
    const texts = [
      "9007199254740993",
      '","x":9007199254740993,"y":"',
      "\\",
      '\\"',
      ": 1e400 ,",
      "5e-324",
      "\u0000",
    ];
    const text = JSON.stringify({ texts, [LONG]: [texts] });
    expect(parseJson(`[${text},${LONG}]`)).toEqual([JSON.parse(text), exact(LONG)]);
  });

  test("the smallest doubles are never taken for markers", () => {
    expect(parseJson(`[5e-324,1e-323,-5e-324,1.5e-323,${LONG},1e-400]`)).toEqual([
      5e-324,
      1e-323,
      -5e-324,
      1.5e-323,
      exact(LONG),
      exact("1e-400"),
    ]);
  });

  test("the last of equal names counts, and __proto__ is a name like any other", () => {
    const value = parseJson(`{"a":${LONG},"a":1,"b":1,"b":${LONG},"__proto__":{"c":${LONG}}}`);
    expect(stringifyJson(value)).toBe(`{"a":1,"b":${LONG},"__proto__":{"c":${LONG}}}`);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value as object)).toEqual(["a", "b", "__proto__"]);
    const own = parseJson(`{"__proto__":${LONG}}`);
    expect(stringifyJson(own)).toBe(`{"__proto__":${LONG}}`);
  });

  test("100,000 levels are read", () => {
    const levels = 100_000;
    expect(() => parseJson(`${"[".repeat(levels)}${LONG}${"]".repeat(levels)}`)).not.toThrow();
  });

  test("members that are undefined are not printed, no more than by JSON.stringify", () => {
    const value = { a: undefined, n: toNumber(LONG) } as unknown as Json;
    expect(stringifyJson(value)).toBe(`{"n":${LONG}}`);
  });
});

describe("an exact number", () => {
  test("is no object, and as text its digits", () => {
    const value = parseJson("9007199254740993");
    expect(value).toBeInstanceOf(ExactNumber);
    expect(isJsonObject(value)).toBe(false);
    expect(`${value}`).toBe("9007199254740993");
    // What forgets stringifyJson never shows another number.
    expect(JSON.stringify({ value })).toBe('{"value":"9007199254740993"}');
  });

  test("an object of a sender that looks like one is an object", () => {
    const text = '{"text":"1,\\"injected\\":1","digits":"1","decimal":{},"n":9007199254740993}';
    expect(roundTrip(text)).toBe(text);
  });
});
