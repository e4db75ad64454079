import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import {
  append,
  postInsert,
  preInsert,
  prepend,
  remove,
} from "@/lib/pipeline/source/list-operations";

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

export type Operator = (typeof OPERATORS)[number];

/** One event's `user_properties`, parsed: operator → property → operand; `plain` are the keys without operator. */
export interface PropertyOperations {
  readonly operators: { readonly [O in Operator]?: { readonly [property: string]: Json } };
  readonly plain: JsonObject;
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
    else return null;
  }
  const plain = Object.entries(properties).filter(([key]) => !isOperator(key));
  return { operators, plain: Object.fromEntries(plain) };
}

export interface AppliedOperations {
  /** The person's properties afterwards; never holds a top-level null. */
  readonly properties: JsonObject;
  /** Every touched property with its final value, `null` when it is gone. Empty when nothing was touched. */
  readonly changes: JsonObject;
}

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
 * Applies one event's operations to its person's properties. A property set to null is removed; a property named by
 * an operation counts as touched even when its value stays the same, unless the operation cannot be carried out
 * (`$add` of no number, `$remove` from a missing property). Pure; keys such as `__proto__` are ordinary data.
 */
export function applyOperations(
  properties: JsonObject,
  operations: PropertyOperations,
): AppliedOperations {
  const state = new Map(Object.entries(properties));
  const touched = new Set<string>();
  const applyAll = (operands: JsonObject, apply: Apply) => {
    for (const [property, operand] of Object.entries(operands)) {
      const next = apply(state.get(property), operand);
      if (next === undefined) continue;
      touched.add(property);
      if (next === null) state.delete(property);
      else state.set(property, next);
    }
  };
  for (const operator of OPERATORS) {
    const operands = operations.operators[operator];
    if (operands === undefined) continue;
    if (operator === "$clearAll") {
      for (const property of state.keys()) touched.add(property);
      state.clear();
    } else applyAll(operands, APPLY[operator]);
  }
  applyAll(operations.plain, APPLY.$set);
  const changes = [...touched].map((property): [string, Json] => [
    property,
    state.get(property) ?? null,
  ]);
  return { properties: Object.fromEntries(state), changes: Object.fromEntries(changes) };
}

/** Numbers, and texts of one (SDKs allow both). A sum beyond the range of a double is not carried out. */
function add(current: Json | undefined, operand: Json): Json | undefined {
  const base = current === undefined || current === null ? 0 : toNumber(current);
  const addend = toNumber(operand);
  if (base === undefined || addend === undefined) return undefined;
  const sum = base + addend;
  return Number.isFinite(sum) ? sum : undefined;
}

const NUMERIC = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function toNumber(value: Json): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && NUMERIC.test(value.trim()) ? Number(value) : undefined;
}
