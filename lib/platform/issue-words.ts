import type { z } from "zod";
import type { FieldError } from "@/lib/kernel/errors";

// What a schema has to say of an input, in our words. A message that the schema brings itself goes first.

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "an object",
  record: "an object",
  date: "a time",
  bigint: "a whole number",
  null: "null",
};

/** `must be text; a number was sent`: to be read after the field's name. */
export function issueWords(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return mustBe(KINDS[issue.expected] ?? "something else", issue.input);
    case "invalid_union":
      return mustBe("of another kind", issue.input);
    case "invalid_value":
      return `must be one of: ${issue.values.map(String).join(", ")}`;
    case "too_big":
      return `must ${limit(issue.origin, issue.inclusive === false ? "less than" : "at most", Number(issue.maximum))}`;
    case "too_small":
      return `must ${limit(issue.origin, issue.inclusive === false ? "more than" : "at least", Number(issue.minimum))}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_format":
      return "is not written as it must be";
    case "invalid_key":
      return "has a key that is not taken here";
    case "invalid_element":
      return "has an entry that is not taken here";
    case "unrecognized_keys":
    case "custom":
      return undefined;
  }
}

function mustBe(kind: string, input: unknown): string {
  return input === undefined ? `is missing; it must be ${kind}` : `must be ${kind}; ${sent(input)}`;
}

function sent(input: unknown): string {
  if (typeof input === "string") return "text was sent";
  if (typeof input === "number") return numberSent(input);
  if (typeof input === "boolean") return `${input} was sent`;
  if (input === null) return "null was sent";
  if (input instanceof Date) return "no time was sent";
  return Array.isArray(input) ? "a list was sent" : "an object was sent";
}

function numberSent(input: number): string {
  if (Number.isNaN(input)) return "no number was sent";
  return Number.isInteger(input) ? "a number was sent" : "a number with a fraction was sent";
}

function limit(origin: string, bound: string, value: number): string {
  switch (origin) {
    case "string":
      return `have ${bound} ${value} characters`;
    case "array":
    case "set":
    case "map":
    case "object":
      return `have ${bound} ${value} entries`;
    default:
      return `be ${bound} ${value}`;
  }
}

export function toFieldErrors(error: z.ZodError, prefix = ""): FieldError[] {
  return error.issues.flatMap((issue): FieldError[] => {
    const path = [...(prefix === "" ? [] : [prefix]), ...issue.path.map(String)];
    if (issue.code !== "unrecognized_keys") {
      return [{ field: path.join("."), message: issue.message, code: issue.code }];
    }
    return issue.keys.map((key) => ({
      field: [...path, key].join("."),
      message: `Unknown field "${key}": remove it or check its spelling`,
      code: issue.code,
    }));
  });
}

/** `config.site_id must be text; a number was sent`, or `display_name: Enter a name`. */
export function sentence({ field, message }: FieldError): string {
  if (field === "") return message;
  return /^(must|is|has) /.test(message) ? `${field} ${message}` : `${field}: ${message}`;
}
