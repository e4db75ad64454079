import { ExactNumber } from "@/lib/kernel/exact-number";
import { isJsonObject, type Json } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";

// JSON as it is sent. NaN and infinities MUST be left out: JSON writes them as null, and null deletes an attribute.

/** Why a value without JSON is left out. */
export const NOT_FINITE = "it is not a finite number";

/** The value as JSON, types kept; undefined when there is nothing to send. Pure. */
export function jsonText(value: Json): string | undefined {
  switch (typeof value) {
    case "string":
      return stringifyJson(value);
    case "number":
      return Number.isFinite(value) ? String(value) : undefined;
    case "object":
      if (value instanceof ExactNumber) return value.text;
      return value === null ? "null" : stringifyJson(withoutUnsendable(value));
    default:
      return value === undefined ? undefined : String(value);
  }
}

const isSendable = (value: Json | undefined): value is Json =>
  value !== undefined && (typeof value !== "number" || Number.isFinite(value));

function withoutUnsendable(value: Json): Json {
  if (Array.isArray(value)) return value.filter(isSendable).map(withoutUnsendable);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => isSendable(inner));
  return Object.fromEntries(entries.map(([name, inner]) => [name, withoutUnsendable(inner)]));
}
