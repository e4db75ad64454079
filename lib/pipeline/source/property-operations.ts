import type { Json, JsonObject } from "@/lib/kernel/json";

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
