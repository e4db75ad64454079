import type { Json } from "@/lib/kernel/json";
import { parseJsonOfData } from "@/lib/kernel/parse-json";

/** What a sender's JSON text says, as a value: `undefined` for what is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return parseJsonOfData(text);
  } catch {
    return undefined;
  }
}
