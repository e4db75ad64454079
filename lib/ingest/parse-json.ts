import type { Json } from "@/lib/kernel/json";

/** JSON.parse as a value: `undefined` for what is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
