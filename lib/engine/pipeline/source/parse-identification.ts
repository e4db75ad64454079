import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import { toText } from "./identity";

// The Identify and Group Identify APIs speak of persons and groups; inside they are the events the SDKs would send.

/** One object of `identification`, as the `$identify` event that says the same. Pure. */
export function toIdentifyEvent(identification: JsonObject): JsonObject {
  return { ...identification, event_type: "$identify" };
}

/** Docs, Group Identify: "1024 group properties". */
const GROUP_PROPERTIES_MAX = 1024;

/**
 * One object of a group `identification` (`group_type`, `group_value`, `group_properties`), as the `$groupidentify`
 * event that says the same; or the name of the field that is wrong. Pure.
 */
export function toGroupIdentifyEvent(
  identification: JsonObject,
): JsonObject | "group_type" | "group_value" | "group_properties" {
  const { group_type, group_value, ...rest } = identification;
  const type = toText(group_type);
  if (type === undefined || type === "") return "group_type";
  const value = toText(group_value);
  if (value === undefined || value === "") return "group_value";
  if (countProperties(rest["group_properties"]) > GROUP_PROPERTIES_MAX) return "group_properties";
  return { ...rest, event_type: "$groupidentify", groups: { [type]: value } };
}

/** Plain keys, and the keys under operators. */
function countProperties(properties: Json | undefined): number {
  if (!isJsonObject(properties)) return 0;
  return Object.entries(properties).reduce((count, [key, value]) => {
    const isOperator = key.startsWith("$") && isJsonObject(value);
    return count + (isOperator ? Object.keys(value).length : 1);
  }, 0);
}
