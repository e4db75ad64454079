import type { Event } from "@/lib/engine/pipeline/source/event";
import {
  compareNumbers,
  ExactNumber,
  isJsonNumber,
  numberIn,
  numberKey,
  readNumber,
} from "@/lib/kernel/exact-number";
import type { Json } from "@/lib/kernel/json";
import { compileGlob } from "./glob";
import { propertyReader } from "./properties";
import { type Clause, type FilterOperator, NONE } from "./settings";
import { Work } from "./work";

// One "where" clause. Negated operators are exactly "not" of their opposite, so `is not (none)` means present.

type Scalar = string | number | ExactNumber | boolean;
type Test = (value: Json | undefined, work: Work) => boolean;

/** Does the clause hold for the event? False when `work` does not allow to find out. */
export type CompiledClause = (event: Event, work?: Work) => boolean;

/** The clause as a predicate over events; everything that can be prepared is prepared here. Pure. */
export function compileClause(clause: Clause): CompiledClause {
  const read = propertyReader(clause.property);
  const test = compileTest(clause.op, clause.values);
  const stepsPerCharacter = stepsOf(clause);
  return (event, work = new Work()) => {
    const value = read(event);
    const steps = charactersOf(value) * stepsPerCharacter + elementsOf(value) * STEPS_PER_ELEMENT;
    return work.take(steps) && test(value, work) && !work.isOver;
  };
}

/** Texts are searched for about ten characters at a time, measured with the worst texts. */
const SEARCHED_AT_ONCE = 10;

/** What an element of a list takes beside its characters, be it looked at for one value only; measured. */
const STEPS_PER_ELEMENT = 70;

const elementsOf = (value: Json | undefined): number => (Array.isArray(value) ? value.length : 0);

/** Steps per character of the value at most; globs count theirs as they go, since most of them end at once. */
function stepsOf({ op, values }: Clause): number {
  if (op !== "contains" && op !== "does not contain") return values.length;
  const characters = values.reduce((sum, value) => sum + value.length + 1, 0);
  return Math.ceil(characters / SEARCHED_AT_ONCE);
}

/** A scalar's characters, or those of a list's elements, with one more for each. */
function charactersOf(value: Json | undefined): number {
  if (typeof value === "string") return value.length + 1;
  if (!Array.isArray(value)) return 1;
  return value.reduce<number>(
    (sum, element) => sum + (typeof element === "string" ? element.length : 0) + 1,
    0,
  );
}

function compileTest(op: FilterOperator, values: readonly string[]): Test {
  switch (op) {
    case "is":
      return equalsAny(values);
    case "is not":
      return not(equalsAny(values));
    case "contains":
      return containsAny(values);
    case "does not contain":
      return not(containsAny(values));
    case "starts with":
      return startsWithAny(values);
    case "does not start with":
      return not(startsWithAny(values));
    case "less":
      return comparesToAny(values, LESS, false);
    case "less or equal":
      return comparesToAny(values, LESS, true);
    case "greater":
      return comparesToAny(values, GREATER, false);
    case "greater or equal":
      return comparesToAny(values, GREATER, true);
    case "set is":
      return setIs(values);
    case "set is not":
      return not(setIs(values));
    case "set contains":
      return setContains(values);
    case "set does not contain":
      return not(setContains(values));
    case "glob match":
      return globMatchesAny(values);
    case "glob does not match":
      return not(globMatchesAny(values));
  }
}

const not =
  (test: Test): Test =>
  (value, work) =>
    !test(value, work);

const isMissing = (value: Json | undefined): value is undefined | null =>
  value === undefined || value === null;

const isScalar = (value: Json): value is Scalar =>
  typeof value !== "object" || value instanceof ExactNumber;

/** A list stands for its elements; objects have no text and match nothing. */
function scalarsOf(value: Json | undefined): readonly Scalar[] {
  if (isMissing(value)) return [];
  if (Array.isArray(value)) return value.filter(isScalar);
  return isScalar(value) ? [value] : [];
}

/** Holds when some element of the value passes, or when the value is missing and `(none)` is listed. */
function anyElement(
  values: readonly string[],
  test: (element: Scalar, work: Work) => boolean,
): Test {
  const matchesMissing = values.includes(NONE);
  return (value, work) => {
    if (isMissing(value)) return matchesMissing;
    if (isScalar(value)) return test(value, work);
    return scalarsOf(value).some((element) => test(element, work));
  };
}

const withoutNone = (values: readonly string[]) => values.filter((value) => value !== NONE);

interface ValueSet {
  has(element: Scalar): boolean;
}

const numbersIn = (values: readonly string[]) =>
  values.map(readNumber).filter((number) => number !== undefined);

/** Text is equal character by character, numbers by value (`10` is `10.0`), booleans in any case. */
function valueSet(values: readonly string[]): ValueSet {
  const texts = new Set(values);
  const lower = new Set(values.map((value) => value.toLowerCase()));
  const numbers = new Set(numbersIn(values).map(numberKey));
  return {
    has: (element) => {
      if (typeof element === "string") return texts.has(element);
      if (isJsonNumber(element)) return numbers.has(numberKey(element));
      return lower.has(String(element));
    },
  };
}

function equalsAny(values: readonly string[]): Test {
  const set = valueSet(withoutNone(values));
  return anyElement(values, (element) => set.has(element));
}

function textTest(values: readonly string[], test: (text: string, value: string) => boolean): Test {
  const lowered = withoutNone(values).map((value) => value.toLowerCase());
  return anyElement(values, (element) => {
    const text = String(element).toLowerCase();
    return lowered.some((value) => test(text, value));
  });
}

const containsAny = (values: readonly string[]) =>
  textTest(values, (text, value) => text.includes(value));

const startsWithAny = (values: readonly string[]) =>
  textTest(values, (text, value) => text.startsWith(value));

function globMatchesAny(values: readonly string[]): Test {
  const globs = withoutNone(values).map(compileGlob);
  return anyElement(values, (element, work) => {
    const text = String(element);
    return globs.some((glob) => glob(text, work));
  });
}

type Direction = typeof LESS | typeof GREATER;
const LESS = -1;
const GREATER = 1;

/**
 * Numbers when both sides are numeric, text when neither is, otherwise not comparable. `(none)` has no order. What
 * passes one of several bounds passes the easiest, so only that one is kept.
 */
function comparesToAny(values: readonly string[], direction: Direction, orEqual: boolean): Test {
  const bounds = withoutNone(values);
  const number = easiest(numbersIn(bounds), compareNumbers, direction);
  const texts = bounds.filter((bound) => readNumber(bound) === undefined);
  const text = easiest(texts, compareText, direction);
  const passes = (order: number) => (orEqual && order === 0) || order * direction > 0;
  return (value) =>
    scalarsOf(value).some((element) => {
      const own = numberIn(element);
      if (own !== undefined) return number !== undefined && passes(compareNumbers(own, number));
      return text !== undefined && passes(compareText(String(element), text));
    });
}

function easiest<V>(
  bounds: readonly V[],
  compare: (a: V, b: V) => number,
  direction: Direction,
): V | undefined {
  const [first, ...others] = bounds;
  return others.reduce(
    (best, bound) => (best === undefined || compare(best, bound) * direction > 0 ? bound : best),
    first,
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** All values are among the elements. */
function hasAll(elements: readonly Scalar[], values: readonly string[]): boolean {
  const texts = new Set(elements.map((element) => String(element)));
  const numbers = new Set(elements.filter(isJsonNumber).map(numberKey));
  return values.every((value) => {
    const number = readNumber(value);
    return texts.has(value) || (number !== undefined && numbers.has(numberKey(number)));
  });
}

/** Exactly that set: nothing more, nothing less; `(none)` alone is the empty set. */
function setIs(values: readonly string[]): Test {
  const members = withoutNone(values);
  const set = valueSet(members);
  return (value) => {
    const elements = scalarsOf(value);
    return elements.every((element) => set.has(element)) && hasAll(elements, members);
  };
}

/** All listed values are present; `(none)` alone asks for a missing or empty property. */
function setContains(values: readonly string[]): Test {
  const members = withoutNone(values);
  return (value) => {
    const elements = scalarsOf(value);
    return members.length === 0 ? elements.length === 0 : hasAll(elements, members);
  };
}
