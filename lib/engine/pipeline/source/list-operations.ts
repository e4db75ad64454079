import type { Json } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";

// The operators that treat a property as a list. All pure.

/** Docs, limits: arrays built through append and prepend "may reach 10k characters", here of their JSON. */
export const LIST_CHARS_MAX = 10_000;

/** A list stays as it is, a single value is a list of one, a missing property an empty list. */
function toList(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The same for equal values: 1.0 is 1, and 9007199254740993 is not 9007199254740992. */
const identityOf = (value: Json): string => stringifyJson(value);

/** As many of `added`, from its start, as fit beside `current`: a full list takes no more but never loses any. */
function fitting(current: readonly Json[], added: readonly Json[]): readonly Json[] {
  let chars = stringifyJson(current).length;
  for (const [index, value] of added.entries()) {
    chars += stringifyJson(value).length + 1;
    if (chars > LIST_CHARS_MAX) return added.slice(0, index);
  }
  return added;
}

function notPresent(current: readonly Json[], values: readonly Json[]): readonly Json[] {
  const present = new Set(current.map(identityOf));
  return values.filter((value) => {
    const identity = identityOf(value);
    if (present.has(identity)) return false;
    present.add(identity);
    return true;
  });
}

export function append(current: Json | undefined, operand: Json): Json {
  const list = toList(current);
  return [...list, ...fitting(list, toList(operand))];
}

export function prepend(current: Json | undefined, operand: Json): Json {
  const list = toList(current);
  return [...fitting(list, toList(operand)), ...list];
}

/** Adds to the front what the list does not have yet; the operand's order is kept. */
export function preInsert(current: Json | undefined, operand: Json): Json {
  return prepend(current, notPresent(toList(current), toList(operand)));
}

/** Adds to the end what the list does not have yet; the operand's order is kept. */
export function postInsert(current: Json | undefined, operand: Json): Json {
  return append(current, notPresent(toList(current), toList(operand)));
}

/** Removes every instance of each value; `undefined` (nothing to do) when the property is missing. */
export function remove(current: Json | undefined, operand: Json): Json | undefined {
  if (current === undefined) return undefined;
  const unwanted = new Set(toList(operand).map(identityOf));
  return toList(current).filter((value) => !unwanted.has(identityOf(value)));
}
