import { isJsonNumber, plainDigits } from "@/lib/kernel/exact-number";
import type { Json } from "@/lib/kernel/json";
import { err, ok, type Result } from "@/lib/kernel/result";

// Who the person is for the destination: the value of the mapped property, never altered and never cut.

type IdentifierProblem = "missing_identifier" | "invalid_identifier";

/** A string byte for byte, a finite number as its decimal digits; blank is missing, anything else invalid. Pure. */
export function mapIdentifier(value: Json | undefined): Result<string, IdentifierProblem> {
  if (value === undefined || value === null) return MISSING;
  if (typeof value === "number" && !Number.isFinite(value)) return INVALID;
  if (isJsonNumber(value)) return ok(plainDigits(value));
  if (typeof value !== "string") return INVALID;
  if (value.trim() === "") return MISSING;
  return value.isWellFormed() ? ok(value) : INVALID;
}

const MISSING = err("missing_identifier") satisfies Result<string, IdentifierProblem>;
const INVALID = err("invalid_identifier") satisfies Result<string, IdentifierProblem>;
