import { isEmptyList, isJsonObject, type Json } from "@/lib/kernel/json";

/** Docs, HTTP V2: at most 5 group types and 10 groups in one event. */
const GROUP_TYPES_MAX = 5;
const GROUPS_MAX = 10;

/** True for absent `groups`, or group type → name or list of names within the limits. Pure. */
export function isGroups(value: Json | undefined): boolean {
  if (value === undefined || value === null || isEmptyList(value)) return true;
  if (!isJsonObject(value)) return false;
  const types = Object.values(value);
  const count = types.reduce<number>((sum, names) => sum + countOf(names), 0);
  return types.length <= GROUP_TYPES_MAX && count <= GROUPS_MAX;
}

const countOf = (names: Json): number => (Array.isArray(names) ? names.length : 1);
