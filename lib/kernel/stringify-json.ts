import { ExactNumber } from "./exact-number";
import { isJsonObject, type Json } from "./json";

/**
 * The one way to print data: JSON.stringify with the digits of exact numbers. `indent` as JSON.stringify's, in blanks.
 * What is no data, such as a Date, is printed as JSON.stringify does. Costs the same as JSON.stringify where there is no exact number. Throws RangeError for what is too deep for the stack.
 */
export function stringifyJson(value: Json | object, indent = 0): string {
  const printed = ExactNumber.printed;
  const text = JSON.stringify(value, null, indent);
  return ExactNumber.printed === printed ? text : print(value, " ".repeat(indent), "");
}

function print(value: unknown, indent: string, margin: string): string {
  if (value instanceof ExactNumber) return value.text;
  const inner = margin + indent;
  if (Array.isArray(value)) {
    return wrap(
      "[",
      value.map((item) => print(item, indent, inner)),
      "]",
      indent,
      margin,
    );
  }
  if (!isJsonObject(value) || typeof value["toJSON"] === "function") {
    return JSON.stringify(value) ?? "null";
  }
  const colon = indent === "" ? ":" : ": ";
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => JSON.stringify(name) + colon + print(member, indent, inner));
  return wrap("{", members, "}", indent, margin);
}

function wrap(
  open: string,
  items: readonly string[],
  close: string,
  indent: string,
  margin: string,
): string {
  if (items.length === 0 || indent === "") return open + items.join() + close;
  const line = `\n${margin}`;
  return `${open}${line}${indent}${items.join(`,${line}${indent}`)}${line}${close}`;
}
