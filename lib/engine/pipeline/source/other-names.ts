import type { Json, JsonObject } from "@/lib/kernel/json";

// Other formats of Amplitude's have other names for the fields of an HTTP V2 event.

/** The event with its fields under their HTTP V2 names as well, where those are not there. Pure. */
export function withNames(
  event: JsonObject,
  names: ReadonlyArray<readonly [theirs: string, ours: string]>,
): JsonObject {
  const added = new Map<string, Json>();
  for (const [theirs, ours] of names) {
    const value = event[theirs];
    if (isGiven(value) && !isGiven(event[ours]) && !added.has(ours)) added.set(ours, value);
  }
  return added.size === 0 ? event : { ...event, ...Object.fromEntries(added) };
}

export const isGiven = (value: Json | undefined): value is Exclude<Json, null> =>
  value !== undefined && value !== null && value !== "";
