import { formatCount, formatQuantity } from "@/components/ui/text/format-number";
import { type FieldNames, fieldText } from "./field-titles";

const NAMES_SHOWN_MAX = 20;

interface FieldChange {
  readonly from: string;
  readonly to: string;
}

/** Both sides of one changed field in words; of a list of names what was added and what was removed. */
export function describeChange(
  names: FieldNames,
  path: string,
  from: unknown,
  to: unknown,
): FieldChange {
  if (!isNames(to) || !(from === null || isNames(from))) {
    return { from: fieldText(names, path, from), to: fieldText(names, path, to) };
  }
  const before = new Set(from ?? []);
  const after = new Set(to);
  const added = to.filter((name) => !before.has(name));
  const removed = [...before].filter((name) => !after.has(name));
  return {
    from: selected(before.size),
    to: [selected(after.size), ...listed("Added", added), ...listed("Removed", removed)].join("\n"),
  };
}

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === "string");

const selected = (count: number): string =>
  count === 0 ? "(none)" : formatQuantity(count, "property", "properties");

const listed = (what: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${what}: ${shortened(names)}`];

/** The first names, and how many more there are. */
function shortened(names: readonly string[]): string {
  const rest = names.length - NAMES_SHOWN_MAX;
  const shown = names.slice(0, NAMES_SHOWN_MAX).join(", ");
  return rest > 0 ? `${shown} and ${formatCount(rest)} more` : shown;
}
