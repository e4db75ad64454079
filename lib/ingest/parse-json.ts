import type { Json } from "@/lib/kernel/json";
import { parseJson as parse } from "@/lib/kernel/parse-json";

/** What a JSON text says, as a value: `undefined` for what is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
