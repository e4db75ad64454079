import { type ExactNumber, toNumber } from "./exact-number";
import type { Json } from "./json";

// The one way to read data: JSON.parse, but a number that a double does not hold is an ExactNumber.
//
// Only text in which such a number may stand pays for it. There, those numbers are written as markers before JSON.parse
// reads it, and put in the markers' places afterwards. A marker is a double too small to be normal; what else is such a
// double in the text becomes a marker too, so that nothing a sender writes is ever taken for one.

/** Sixteen digits, with or without a point: a double holds fifteen of any number. Unrolled, for V8 to search in leaps. */
const MANY_DIGITS = new RegExp(String.raw`\d${String.raw`[\d.]`.repeat(15)}`);
const LARGE_EXPONENT = /\de[+-]?\d\d\d\d*(?:[\s,\]}]|$)/i;
/** Either of the two where a value begins, not inside a text such as "4111111111111111". */
const LONG_NUMBER = /(?:^|[:,[\s])-?\d(?:[\d.]{15}|[\d.]*e[+-]?\d{3})/i;

/** JSON.parse with exact numbers; throws SyntaxError as it does. A number too large to be kept is NaN. Pure; linear; no recursion. */
export function parseJson(text: string): Json {
  const mayBeLong = MANY_DIGITS.test(text) || LARGE_EXPONENT.test(text);
  if (!(mayBeLong && LONG_NUMBER.test(text))) return JSON.parse(text);
  const numbers: (number | ExactNumber)[] = [];
  const marked = withMarkers(text, numbers);
  return numbers.length === 0 ? JSON.parse(text) : withNumbers(JSON.parse(marked), numbers);
}

/**
 * The same for the text of a sender whose printer does not know that JSON has no NaN and no Infinity (Python's): each
 * is read as Infinity, which no number in JSON is. Throws SyntaxError for anything else that is no JSON.
 */
export function parseJsonOfData(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    const numbers: (number | ExactNumber)[] = [];
    return withNumbers(JSON.parse(withMarkers(text, numbers, NUMBER_OR_NONE)), numbers);
  }
}

const NORMAL_MIN = 2 ** -1022;
const isMarker = (value: unknown): value is number =>
  typeof value === "number" && value !== 0 && Math.abs(value) < NORMAL_MIN;

const NUMBER_LIKE = /-?\d[\d.e+-]*/gi;
const NUMBER_OR_NONE = /-?(?:\d[\d.eE+-]*|(?<![\w.])(?:NaN|Infinity)\b)/g;
const NO_NUMBER = /^-?(?:NaN|Infinity)$/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** What is no number in JSON stays, for JSON.parse to refuse. */
function withMarkers(
  text: string,
  numbers: (number | ExactNumber)[],
  tokens: RegExp = NUMBER_LIKE,
): string {
  const mark = (token: string): string => {
    const isNone = NO_NUMBER.test(token);
    if (!isNone && !NUMBER.test(token)) return token;
    const value = isNone ? Number.POSITIVE_INFINITY : toNumber(token);
    const isKept = typeof value === "number" && Number.isFinite(value) && !isMarker(value);
    if (isKept) return token;
    numbers.push(value);
    return String(numbers.length * Number.MIN_VALUE);
  };
  let marked = "";
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const outsideEnd = quote === -1 ? text.length : quote;
    const stringEnd = quote === -1 ? text.length : endOfString(text, quote + 1);
    marked += text.slice(at, outsideEnd).replace(tokens, mark);
    marked += text.slice(outsideEnd, stringEnd);
    at = stringEnd;
  }
  return marked;
}

/** Just after the quote that closes a string whose first character is at `start`. */
function endOfString(text: string, start: number): number {
  for (let from = start; ; ) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return text.length;
    let first = quote;
    while (text[first - 1] === "\\") first--;
    if ((quote - first) % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

type Container = Json[] | { [key: string]: Json };

/** Puts the numbers in the places of their markers. Keys are own properties, `__proto__` too, so setting them is safe. */
function withNumbers(root: Json, numbers: readonly (number | ExactNumber)[]): Json {
  const box: Json[] = [root];
  const open: Container[] = [box];
  const visit = (value: Json): Json => {
    if (isMarker(value)) return numbers[value / Number.MIN_VALUE - 1] ?? Number.NaN;
    if (typeof value === "object" && value !== null) open.push(value as Container);
    return value;
  };
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (Array.isArray(node)) {
      for (let i = 0; i < node.length; i++) node[i] = visit(node[i] as Json);
    } else {
      for (const key of Object.keys(node)) node[key] = visit(node[key] as Json);
    }
  }
  return box[0] as Json;
}
