import type { Json } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";

/** A text as it is, anything else as JSON. */
export const shownValue = (value: Json): string =>
  typeof value === "string" ? value : stringifyJson(value);
