import {
  isJsonNumber,
  type JsonNumber,
  multiplyNumbers,
  readNumber,
} from "@/lib/kernel/exact-number";
import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import { isGiven } from "./other-names";

// HTTP V2 takes a purchase in fields of the event; Amplitude keeps it as event properties, under the names that the
// SDKs' revenue events have. Only as properties can it be selected and sent. The payload stays as it was received.

const NAMES = ["price", "quantity", "productId", "revenueType", "currency"] as const;

const NO_PROPERTIES: JsonObject = {};

/**
 * The event properties of a payload, its purchase among them; those that were sent by these names stay as they are.
 * Docs, HTTP V2: with price, quantity and revenue, "(price * quantity)" is the revenue. Pure.
 */
export function eventPropertiesIn(payload: JsonObject): JsonObject {
  const { price, revenue, event_properties: bag } = payload;
  const sent = isJsonObject(bag) ? bag : NO_PROPERTIES;
  if (!isGiven(price) && !isGiven(revenue) && !isGiven(payload["productId"])) return sent;
  const added = new Map<string, Json>();
  for (const name of NAMES) {
    const value = payload[name];
    if (isGiven(value)) added.set(`$${name}`, value);
  }
  const total = revenueOf(payload);
  if (total !== undefined) added.set("$revenue", total);
  return { ...Object.fromEntries(added), ...sent };
}

function revenueOf({ price, quantity, revenue }: JsonObject): Json | undefined {
  const each = toNumber(price);
  const count = toNumber(quantity);
  if (each !== undefined && count !== undefined) return multiplyNumbers(each, count);
  // The documented default of the quantity is 1.
  return isGiven(revenue) ? revenue : each;
}

function toNumber(value: Json | undefined): JsonNumber | undefined {
  if (typeof value === "string") return readNumber(value);
  return isJsonNumber(value) ? value : undefined;
}
