import type { Json, JsonObject } from "@/lib/kernel/json";

// The Identify and Group Identify APIs speak of persons and groups; inside they are the events the SDKs would send.

/** One object of `identification`, as the `$identify` event that says the same. Pure. */
export function toIdentifyEvent(identification: JsonObject): JsonObject {
  return { ...identification, event_type: "$identify" };
}

/**
 * One object of a group `identification` (`group_type`, `group_value`, `group_properties`), as the `$groupidentify`
 * event that says the same. `null` when the type is no text or the value neither text nor number. Pure.
 */
export function toGroupIdentifyEvent(identification: JsonObject): JsonObject | null {
  const { group_type: type, group_value: value, ...rest } = identification;
  if (typeof type !== "string" || type === "" || !isGroupValue(value)) return null;
  return { ...rest, event_type: "$groupidentify", groups: { [type]: value } };
}

const isGroupValue = (value: Json | undefined): value is string | number =>
  typeof value === "number" || (typeof value === "string" && value !== "");
