import {
  addDecimals,
  compareDecimals,
  type Decimal,
  isSameDecimal,
  pointOf,
  printDecimal,
  printPlain,
  readDecimal,
} from "./decimal";

// Numbers of data, with every digit. A sender's number is a decimal; most are held by a double, which prints the same
// decimal again. The others (ids beyond 2^53, amounts of many decimals, 1e400) are ExactNumbers.

/** Significant digits that are kept, and characters of a number written as text; a 256-bit integer has 78. */
const NUMBER_DIGITS_MAX = 128;
/** The power of ten of a number, both ways; a double ends at 308. */
const EXPONENT_MAX = 999;

/**
 * A number that no double holds; `toNumber` makes it. Its text is JSON and the same for the same value: two are equal
 * when their texts are. Instances do not survive structuredClone, postMessage or React's server/client border.
 */
export class ExactNumber {
  /** How many were printed so far by JSON.stringify: `stringifyJson` sees by it that it met one. */
  static printed = 0;
  readonly decimal: Decimal;
  readonly text: string;

  constructor(decimal: Decimal) {
    this.decimal = decimal;
    this.text = printDecimal(decimal);
  }

  /** What does not print it with `stringifyJson` shows its digits as text: never another number. */
  toJSON(): string {
    ExactNumber.printed++;
    return this.text;
  }

  toString(): string {
    return this.text;
  }
}

/** A number of data. */
export type JsonNumber = number | ExactNumber;

export const isJsonNumber = (value: unknown): value is JsonNumber =>
  typeof value === "number" || value instanceof ExactNumber;

/**
 * The number that a decimal in text is: a double if and only if the double prints the same decimal again. NaN when it
 * has more than NUMBER_DIGITS_MAX digits or lies beyond 10^±999: too large to be kept. Pure; linear.
 */
export function toNumber(text: string): JsonNumber {
  const value = Number(text);
  const size = Math.abs(value);
  // A double keeps any fifteen digits.
  if (text.length <= 15 && size > 1e-300 && size < 1e300) return value;
  const decimal = readDecimal(text);
  if (Number.isFinite(value) && isSameDecimal(decimal, readDecimal(String(value)))) return value;
  return isKept(decimal) ? new ExactNumber(decimal) : Number.NaN;
}

const isKept = (decimal: Decimal): boolean =>
  decimal.digits.length <= NUMBER_DIGITS_MAX && Math.abs(pointOf(decimal) - 1) <= EXPONENT_MAX;

const DECIMAL_TEXT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** A number as people and SDKs write it in text, blanks around it allowed; `undefined` for anything else. Pure. */
export function readNumber(text: string): JsonNumber | undefined {
  if (text.length > NUMBER_DIGITS_MAX) return undefined;
  const trimmed = text.trim();
  if (!DECIMAL_TEXT.test(trimmed)) return undefined;
  const value = toNumber(trimmed);
  return Number.isNaN(value) ? undefined : value;
}

/** A number, or the number that a text is. Pure. */
export function numberIn(value: unknown): JsonNumber | undefined {
  if (typeof value === "string") return readNumber(value);
  return isJsonNumber(value) ? value : undefined;
}

const decimalOf = (value: JsonNumber): Decimal =>
  value instanceof ExactNumber ? value.decimal : readDecimal(String(value));

/** Below, at or above 0 as a is less than, equal to or greater than b. Both MUST be finite. Pure. */
export function compareNumbers(a: JsonNumber, b: JsonNumber): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return compareDecimals(decimalOf(a), decimalOf(b));
}

/** A key for sets and maps: the same for the same value, never that of another. */
export const numberKey = (value: JsonNumber): number | string =>
  typeof value === "number" ? value : value.text;

/**
 * The sum; exact when either is exact or a double could not count it. `undefined` when it has more digits than are
 * kept. Both MUST be finite. Pure.
 */
export function addNumbers(a: JsonNumber, b: JsonNumber): JsonNumber | undefined {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Math.abs(sum) <= Number.MAX_SAFE_INTEGER) return sum;
  }
  const sum = addDecimals(decimalOf(a), decimalOf(b), 2 * NUMBER_DIGITS_MAX);
  const value = sum === undefined ? Number.NaN : toNumber(printDecimal(sum));
  return Number.isNaN(value) ? undefined : value;
}

/** The exact product; `undefined` when it has more digits than are kept. Both MUST be finite. Pure. */
export function multiplyNumbers(a: JsonNumber, b: JsonNumber): JsonNumber | undefined {
  const [left, right] = [decimalOf(a), decimalOf(b)];
  const sign = left.negative === right.negative ? "" : "-";
  const digits = BigInt(left.digits) * BigInt(right.digits);
  const value = toNumber(`${sign}${digits}e${left.exponent + right.exponent}`);
  return Number.isNaN(value) ? undefined : value;
}

/** All digits without an exponent: 1e21 is 1000000000000000000000, 1e-7 is 0.0000001, -0 is 0. MUST be finite. Pure. */
export const plainDigits = (value: JsonNumber): string => printPlain(decimalOf(value));
