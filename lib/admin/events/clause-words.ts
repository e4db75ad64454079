import { propertyLabel } from "@/lib/admin/names/property-label";
import { type FilterOperator, NONE } from "@/lib/engine/pipeline/transform/settings";
import type { Json } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import type { FateClause } from "./fate";

/** Within a sentence: "price *is greater than* 10". */
const OPERATORS: Readonly<Record<FilterOperator, string>> = {
  is: "is",
  "is not": "is not",
  contains: "contains",
  "does not contain": "does not contain",
  "starts with": "starts with",
  "does not start with": "does not start with",
  less: "is less than",
  "less or equal": "is at most",
  greater: "is greater than",
  "greater or equal": "is at least",
  "set is": "is exactly the set of",
  "set is not": "is not exactly the set of",
  "set contains": "has all of",
  "set does not contain": "does not have all of",
  "glob match": "matches",
  "glob does not match": "does not match",
};

const isOperator = (op: string): op is FilterOperator => Object.hasOwn(OPERATORS, op);

const VALUES_MAX = 5;
const CHARACTERS_MAX = 100;

/** What a clause asks for: "price is greater than 10", "plan is any of pro, team". Pure. */
export function clauseWords({
  property,
  op,
  values,
}: Pick<FateClause, "property" | "op" | "values">): string {
  const shown = values.slice(0, VALUES_MAX).map((value) => (value === "" ? "(empty)" : value));
  const rest = values.length - shown.length;
  const any = values.length > 1 && !op.startsWith("set") ? "any of " : "";
  const more = rest > 0 ? ` and ${rest} more` : "";
  const operator = isOperator(op) ? OPERATORS[op] : op;
  return `${propertyLabel(property)} ${operator} ${any}${shown.join(", ")}${more}`;
}

/** What the event had there, at most 100 characters. Pure. */
export function actualWords(actual: Json | undefined): string {
  if (actual === undefined || actual === null) return NONE;
  const text = typeof actual === "string" ? actual || "(empty)" : stringifyJson(actual);
  return text.length > CHARACTERS_MAX ? `${text.slice(0, CHARACTERS_MAX)}…` : text;
}
