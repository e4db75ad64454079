import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addNumbers,
  compareNumbers,
  type JsonNumber,
  numberKey,
  plainDigits,
  readNumber,
} from "@/lib/kernel/exact-number";

const number = (text: string): JsonNumber => {
  const value = readNumber(text);
  if (value === undefined) throw new Error(`${text} is no number`);
  return value;
};
const textOf = (value: JsonNumber | undefined) => (value === undefined ? undefined : String(value));

describe("numbers in text", () => {
  test.each(["1", "+1", " -1.5 ", "1.", ".5", "1e3", "1E+3", "\t7\n"])("%j is one", (text) => {
    expect(readNumber(text)).toBe(Number(text));
  });

  test.each(["", " ", ".", "e5", "1e", "0x10", "1_000", "1,5", "NaN", "Infinity", "1 2", "--1"])(
    "%j is none",
    (text) => {
      expect(readNumber(text)).toBeUndefined();
    },
  );

  test("longer than 128 characters is none, and is not looked at", () => {
    expect(readNumber("1".repeat(128))).toBeDefined();
    expect(readNumber("1".repeat(129))).toBeUndefined();
    expect(readNumber("1e9999")).toBeUndefined();
  });
});

describe("order", () => {
  test.each([
    ["9007199254740992", "9007199254740993"],
    ["-9007199254740993", "-9007199254740992"],
    ["-9007199254740993", "1"],
    ["0", "1e-400"],
    ["-1e-400", "0"],
    ["1e308", "1e400"],
    ["99999999999999999", "100000000000000001"],
    ["0.1", "0.10000000000000000001"],
    ["12345678901234567890", "12345678901234567890.5"],
    ["1e-999", "1e999"],
  ])("%s is less than %s", (less, greater) => {
    expect(compareNumbers(number(less), number(greater))).toBeLessThan(0);
    expect(compareNumbers(number(greater), number(less))).toBeGreaterThan(0);
  });

  test("as that of whole numbers of any size", () => {
    const whole = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        const order = Math.sign(compareNumbers(number(String(a)), number(String(b))));
        expect(order).toBe(a < b ? -1 : Number(a > b));
        expect(numberKey(number(String(a))) === numberKey(number(String(b)))).toBe(a === b);
      }),
    );
  });
});

describe("sums", () => {
  test.each([
    ["9007199254740992", "1", "9007199254740993"],
    ["9007199254740993", "-1", "9007199254740992"],
    ["9007199254740993", "0.5", "9007199254740993.5"],
    ["9007199254740993", "-9007199254740993", "0"],
    ["0.10000000000000000001", "0.2", "0.30000000000000000001"],
    ["1e400", "1e400", "2e+400"],
    ["1e308", "1e308", "2e+308"],
    ["0", "12345678901234567890", "12345678901234567890"],
    ["1", "2.5", "3.5"],
  ])("%s + %s = %s", (a, b, sum) => {
    expect(textOf(addNumbers(number(a), number(b)))).toBe(sum);
    expect(textOf(addNumbers(number(b), number(a)))).toBe(sum);
  });

  test("of whole numbers are right at any size", () => {
    const whole = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        const sum = addNumbers(number(String(a)), number(String(b)));
        expect(sum === undefined ? undefined : plainDigits(sum)).toBe(String(a + b));
      }),
    );
  });

  test("of more digits than are kept are none, whatever the exponents", () => {
    expect(addNumbers(number("1e999"), number("1"))).toBeUndefined();
    expect(addNumbers(number("1e999"), number("1e-999"))).toBeUndefined();
    expect(addNumbers(number("9e999"), number("9e999"))).toBeUndefined();
  });
});

test.each([
  ["1e21", "1000000000000000000000"],
  ["1e-7", "0.0000001"],
  ["-0", "0"],
  ["9007199254740993", "9007199254740993"],
  ["-1.25e-3", "-0.00125"],
])("%s has the digits %s", (text, digits) => {
  expect(plainDigits(number(text))).toBe(digits);
});
