import type { SelectedProperty } from "@/lib/engine/pipeline/transform/select-properties";
import { isJsonNumber, plainDigits } from "@/lib/kernel/exact-number";
import { isJsonObject, type Json } from "@/lib/kernel/json";
import { toUnixSeconds } from "./created-at";
import { jsonText, NOT_FINITE } from "./json-text";
import {
  ATTRIBUTE_NAME_BYTES_MAX,
  ATTRIBUTE_VALUE_BYTES_MAX,
  IDENTIFIER_BYTES_MAX,
  isLongerThan,
  utf8Bytes,
} from "./limits";

// One attribute of a person. Customer.io refuses a whole identify for one bad attribute, so each is made acceptable or
// left out, and those that it validates or that mean something to it have a rule of their own.

/** The value as JSON, or why the attribute is left out. */
type EncodedAttribute = { readonly text: string } | { readonly problem: string };

/** Pure. */
export function encodeAttribute({ name, value }: SelectedProperty): EncodedAttribute {
  if (isLongerThan(name, ATTRIBUTE_NAME_BYTES_MAX)) {
    return tooLong("its name has", name, ATTRIBUTE_NAME_BYTES_MAX);
  }
  const rule = RULES.get(name);
  return rule === undefined ? ordinary(value) : rule(value);
}

function ordinary(value: Json): EncodedAttribute {
  const text = jsonText(value);
  if (text === undefined) return { problem: NOT_FINITE };
  const measured = typeof value === "string" ? value : text;
  return isLongerThan(measured, ATTRIBUTE_VALUE_BYTES_MAX)
    ? tooLong("it has", measured, ATTRIBUTE_VALUE_BYTES_MAX)
    : { text };
}

const tooLong = (what: string, text: string, max: number): EncodedAttribute => ({
  problem: `${what} ${utf8Bytes(text)} bytes; Customer.io takes ${max}`,
});

/** Track API: "id attribute must be a string value", "id attribute cannot be an empty string"; null is neither. */
function encodeId(value: Json): EncodedAttribute {
  if (value === null) return { problem: "Customer.io does not remove a person's id" };
  const id = isJsonNumber(value) ? plainDigits(value) : value;
  if (typeof id !== "string" || id.trim() === "" || !id.isWellFormed()) {
    return { problem: "Customer.io takes only text that is not blank, or a number, as id" };
  }
  // Of an id that looks like a cio_id, later calls would take the person for another one.
  if (id.startsWith("cio_")) return { problem: "an id cannot begin with cio_" };
  return isLongerThan(id, IDENTIFIER_BYTES_MAX)
    ? tooLong("it has", id, IDENTIFIER_BYTES_MAX)
    : ordinary(id);
}

/** An address, or null to remove it. Whether it belongs to another person, only Customer.io knows. */
function encodeEmail(value: Json): EncodedAttribute {
  return value === null || typeof value === "string"
    ? ordinary(value)
    : { problem: "an email is text" };
}

/** Customer.io compares it only as unix seconds. */
function encodeCreatedAt(value: Json): EncodedAttribute {
  if (value === null) return ordinary(value);
  const seconds = toUnixSeconds(value);
  return seconds === undefined ? { problem: "it is not a date" } : { text: String(seconds) };
}

/** "Any-case true, 1, "1" unsubscribes; anything else subscribes": so does what is to be removed. */
function encodeUnsubscribed(value: Json): EncodedAttribute {
  return value === null || value === ""
    ? { problem: "removing it would subscribe the person again" }
    : ordinary(value);
}

/** Links earlier anonymous events to the person: an id, and nothing that could be removed. */
function encodeAnonymousId(value: Json): EncodedAttribute {
  const id = isJsonNumber(value) ? plainDigits(value) : value;
  return typeof id === "string" && id.trim() !== ""
    ? ordinary(id)
    : { problem: "an anonymous id is text that is not blank" };
}

function encodePreferences(value: Json): EncodedAttribute {
  return value === null || isJsonObject(value)
    ? ordinary(value)
    : { problem: "subscription preferences are an object of topics" };
}

const RULES: ReadonlyMap<string, (value: Json) => EncodedAttribute> = new Map([
  ["id", encodeId],
  ["email", encodeEmail],
  ["created_at", encodeCreatedAt],
  ["unsubscribed", encodeUnsubscribed],
  ["anonymous_id", encodeAnonymousId],
  ["cio_subscription_preferences", encodePreferences],
]);
