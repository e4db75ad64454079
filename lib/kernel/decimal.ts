// A decimal number as its digits: no digit is lost, and nothing is computed that could grow without bound.

/** The value ± digits × 10^exponent. Digits begin and end with another digit than 0, so equal values are equal; zero has none. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/** Written without an exponent up to this many characters. */
const PLAIN_CHARS_MAX = 128;

const PARTS = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;

/** `text` MUST be a number as JSON or JavaScript writes it. Pure; linear. */
export function readDecimal(text: string): Decimal {
  const [, sign, whole = "", fraction = "", power = "0"] = PARTS.exec(text) ?? [];
  const all = whole + fraction;
  let start = 0;
  while (all[start] === "0") start++;
  let end = all.length;
  while (end > start && all[end - 1] === "0") end--;
  const digits = all.slice(start, end);
  if (digits === "") return ZERO;
  const exponent = Number(power) - fraction.length + (all.length - end);
  return { negative: sign === "-", digits, exponent };
}

const ZERO: Decimal = { negative: false, digits: "", exponent: 0 };

/** The power of ten just above the first digit: 2 for 12.5, -2 for 0.001. */
export const pointOf = ({ digits, exponent }: Decimal): number => digits.length + exponent;

export const isSameDecimal = (a: Decimal, b: Decimal): boolean => compareDecimals(a, b) === 0;

/** Below, at or above 0 as a is less than, equal to or greater than b. Pure; linear in the digits, whatever the exponents. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const signs = signOf(a) - signOf(b);
  if (signs !== 0) return signs;
  const greater = a.negative ? -1 : 1;
  const points = pointOf(a) - pointOf(b);
  if (points !== 0) return points * greater;
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -greater : greater;
}

const signOf = ({ negative, digits }: Decimal): number => (digits === "" ? 0 : negative ? -1 : 1);

/** The exact sum; `undefined` when it spans more than `digitsMax` digits. Pure. */
export function addDecimals(a: Decimal, b: Decimal, digitsMax: number): Decimal | undefined {
  if (a.digits === "") return b;
  if (b.digits === "") return a;
  const exponent = Math.min(a.exponent, b.exponent);
  if (Math.max(pointOf(a), pointOf(b)) - exponent > digitsMax) return undefined;
  const sum = readDecimal(String(scaled(a, exponent) + scaled(b, exponent)));
  return { ...sum, exponent: sum.exponent + exponent };
}

const scaled = ({ negative, digits, exponent }: Decimal, to: number): bigint =>
  BigInt(`${negative ? "-" : ""}${digits}${"0".repeat(exponent - to)}`);

/** As a JSON number: plain digits while they are not too many, else with an exponent (1.5e+400). Pure. */
export function printDecimal(decimal: Decimal): string {
  const { negative, digits } = decimal;
  const point = pointOf(decimal);
  if (Math.max(point, digits.length, digits.length - point) <= PLAIN_CHARS_MAX) {
    return printPlain(decimal);
  }
  const fraction = digits.length === 1 ? "" : `.${digits.slice(1)}`;
  const power = point - 1;
  return `${negative ? "-" : ""}${digits[0]}${fraction}e${power < 0 ? "" : "+"}${power}`;
}

/** All its digits, without an exponent; MUST NOT be asked of an unbounded exponent. Pure. */
export function printPlain(decimal: Decimal): string {
  const { negative, digits } = decimal;
  const sign = negative ? "-" : "";
  const point = pointOf(decimal);
  if (digits === "") return "0";
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, "0");
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
