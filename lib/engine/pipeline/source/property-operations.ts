import { addNumbers, numberIn } from "@/lib/kernel/exact-number";
import { isEmptyList, isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { append, postInsert, preInsert, prepend, remove } from "./list-operations";
import { charsOf, type PersonProperties, PROPERTY_CHARS_MAX } from "./person-properties";

// What an event does to its person's properties, in Amplitude's order.

/** Operators in the order in which Amplitude applies them; plain keys come last (as `$set`). */
export const OPERATORS = [
  "$clearAll",
  "$unset",
  "$set",
  "$setOnce",
  "$add",
  "$append",
  "$prepend",
  "$preInsert",
  "$postInsert",
  "$remove",
] as const;

type Operator = (typeof OPERATORS)[number];

/** One event's `user_properties`, parsed: operator → property → operand; `plain` are the keys without operator. */
export interface PropertyOperations {
  readonly operators: { readonly [O in Operator]?: { readonly [property: string]: Json } };
  readonly plain: JsonObject;
  /** What the person is, where that is said in place of changes: a property that has its value already is not touched. */
  readonly state?: JsonObject;
}

const OPERATOR_NAMES: ReadonlySet<string> = new Set(OPERATORS);
const isOperator = (key: string): key is Operator => OPERATOR_NAMES.has(key);

/**
 * Separates operators from plain keys. `null` when an operator's operand is not an object of properties
 * (`$clearAll` takes any operand). Keys beginning with `$` that are no operators are plain. Pure.
 */
export function parseOperations(properties: JsonObject): PropertyOperations | null {
  const keys = Object.keys(properties);
  if (!keys.some(isOperator)) return { operators: {}, plain: properties };
  const operators: { [O in Operator]?: JsonObject } = {};
  for (const operator of OPERATORS) {
    const operand = properties[operator];
    if (operand === undefined) continue;
    if (operator === "$clearAll") operators[operator] = {};
    else if (isJsonObject(operand)) operators[operator] = operand;
    else if (isEmptyList(operand)) operators[operator] = {};
    else return null;
  }
  const plain = Object.entries(properties).filter(([key]) => !isOperator(key));
  return { operators, plain: Object.fromEntries(plain) };
}

interface AppliedOperations {
  /** Every touched property with its final value, `null` when it is gone. Empty when nothing was touched. */
  readonly changes: JsonObject;
  /** What each touched property was before. */
  readonly before: ReadonlyMap<string, Json | undefined>;
  /** Operations that were not carried out because a bound was in the way. */
  readonly refused: number;
}

/**
 * What one event may resolve to beyond what it says itself, in characters: a few bytes of `$append` resolve to the whole
 * list, which is stored with the event. Two full lists.
 */
export const RESOLVED_CHARS_MAX = 2 * PROPERTY_CHARS_MAX;

/** Operators whose changes may be longer than what the event says. */
const LIST_OPERATORS = ["$append", "$prepend", "$preInsert", "$postInsert", "$remove"] as const;

/** True when what the event resolves to may be longer than the event, by RESOLVED_CHARS_MAX at most. Pure. */
export const resolvesLists = ({ operators }: PropertyOperations): boolean =>
  LIST_OPERATORS.some((operator) => operators[operator] !== undefined);

/** The property's next value: `null` removes it, `undefined` leaves it untouched. */
type Apply = (current: Json | undefined, operand: Json) => Json | undefined;

const APPLY: { readonly [O in Exclude<Operator, "$clearAll">]: Apply } = {
  $unset: () => null,
  $set: (_current, operand) => operand,
  $setOnce: (current, operand) => current ?? operand,
  $add: add,
  $append: append,
  $prepend: prepend,
  $preInsert: preInsert,
  $postInsert: postInsert,
  $remove: remove,
};

/**
 * Applies one event's operations to its person, in place. A property set to null is removed; a property named by an
 * operation counts as touched even when its value stays the same, unless the operation cannot be carried out (`$add` of
 * no number, `$remove` from a missing property) or a bound is in the way. Keys such as `__proto__` are ordinary data.
 */
export function applyOperations(
  person: PersonProperties,
  operations: PropertyOperations,
): AppliedOperations {
  const application = new Application(person);
  for (const operator of OPERATORS) {
    const operands = operations.operators[operator];
    if (operands === undefined) continue;
    if (operator === "$clearAll") application.clear();
    else application.carryOut(operator, operands);
  }
  application.carryOut("$set", operations.plain);
  if (operations.state !== undefined)
    application.carryOut("$set", differingFrom(person, operations.state));
  const { changes, before, refused } = application;
  return { changes, before, refused };
}

/** What of a state the person is not yet. A state may have its values as texts: those say the same. */
function differingFrom(person: PersonProperties, state: JsonObject): JsonObject {
  const isThere = (name: string, value: Json) => {
    const current = person.get(name);
    if (current === undefined) return value === null;
    const text = stringifyJson(current);
    return text === stringifyJson(value) || text === value;
  };
  return Object.fromEntries(Object.entries(state).filter(([name, value]) => !isThere(name, value)));
}

/** One event's operations on their way. */
class Application {
  readonly #person: PersonProperties;
  /** The touched properties with what they were. */
  readonly before = new Map<string, Json | undefined>();
  #resolvedChars = 0;
  refused = 0;

  constructor(person: PersonProperties) {
    this.#person = person;
  }

  get changes(): JsonObject {
    return Object.fromEntries(
      [...this.before.keys()].map((name): [string, Json] => [name, this.#person.get(name) ?? null]),
    );
  }

  clear(): void {
    for (const name of this.#person.names()) {
      this.#touch(name, this.#person.get(name));
      this.#person.remove(name);
    }
  }

  carryOut(operator: Exclude<Operator, "$clearAll">, operands: JsonObject): void {
    for (const [name, operand] of Object.entries(operands)) {
      const current = this.#person.get(name);
      // Asked before the work is done, which is as large as what is resolved.
      if (RESOLVING.has(operator) && !this.#mayResolve(current)) this.refused += 1;
      else this.#put(name, current, APPLY[operator](current, operand));
    }
  }

  #mayResolve(current: Json | undefined): boolean {
    if (current !== undefined) this.#resolvedChars += charsOf(current);
    return this.#resolvedChars <= RESOLVED_CHARS_MAX;
  }

  #put(name: string, current: Json | undefined, next: Json | undefined): void {
    if (next === undefined) return;
    if (next === null) this.#person.remove(name);
    else if (next !== current && !this.#person.set(name, next)) {
      this.refused += 1;
      return;
    }
    this.#touch(name, current);
  }

  #touch(name: string, current: Json | undefined): void {
    if (!this.before.has(name)) this.before.set(name, current);
  }
}

/** Operators whose result is made of what was there. */
const RESOLVING: ReadonlySet<Operator> = new Set([
  "$setOnce",
  "$append",
  "$prepend",
  "$preInsert",
  "$postInsert",
  "$remove",
]);

/** Numbers, and texts of one (SDKs allow both). A sum of more digits than are kept is not carried out. */
function add(current: Json | undefined, operand: Json): Json | undefined {
  const base = current === undefined || current === null ? 0 : numberIn(current);
  const addend = numberIn(operand);
  return base === undefined || addend === undefined ? undefined : addNumbers(base, addend);
}
