import type { Json } from "@/lib/kernel/json";
import { err, ok, type Result } from "@/lib/kernel/result";

// Who the person is for the destination: the value of the mapped property, never altered and never cut.

export type IdentifierProblem = "missing_identifier" | "invalid_identifier";

/** A string byte for byte, a finite number as decimal; blank is missing, anything else invalid. Pure. */
export function mapIdentifier(value: Json | undefined): Result<string, IdentifierProblem> {
  if (value === undefined || value === null) return MISSING;
  if (typeof value === "number") return Number.isFinite(value) ? ok(toDecimal(value)) : INVALID;
  if (typeof value !== "string") return INVALID;
  if (value.trim() === "") return MISSING;
  return value.isWellFormed() ? ok(value) : INVALID;
}

const MISSING = err("missing_identifier") satisfies Result<string, IdentifierProblem>;
const INVALID = err("invalid_identifier") satisfies Result<string, IdentifierProblem>;

/** A finite number in plain decimal digits: 1e21 is 1000000000000000000000, 1e-7 is 0.0000001, -0 is 0. Pure. */
export function toDecimal(value: number): string {
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign = "", head = "", fraction = "", exponent = "0"] = match;
  const digits = head + fraction;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, "0")}`;
}
