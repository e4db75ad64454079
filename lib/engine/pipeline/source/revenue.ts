import {
  isJsonNumber,
  type JsonNumber,
  multiplyNumbers,
  readNumber,
} from "@/lib/kernel/exact-number";
import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import { isGiven } from "./other-names";

// HTTP V2 takes a purchase in fields of the event; Amplitude keeps it as event properties, under the names that the
// SDKs' revenue events have. Only as properties can it be selected and sent.

const NAMES = ["price", "quantity", "productId", "revenueType", "currency"] as const;

/**
 * The payload with its purchase among the event properties; those that were sent by these names stay as they are.
 * Docs, HTTP V2: with price, quantity and revenue, "(price * quantity)" is the revenue. Pure.
 */
export function withRevenueProperties(payload: JsonObject): JsonObject {
  const { price, revenue } = payload;
  if (!isGiven(price) && !isGiven(revenue) && !isGiven(payload["productId"])) return payload;
  const added = new Map<string, Json>();
  for (const name of NAMES) {
    const value = payload[name];
    if (isGiven(value)) added.set(`$${name}`, value);
  }
  const total = revenueOf(payload);
  if (total !== undefined) added.set("$revenue", total);
  const sent = payload["event_properties"];
  const properties = { ...Object.fromEntries(added), ...(isJsonObject(sent) ? sent : {}) };
  return { ...payload, event_properties: properties };
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
