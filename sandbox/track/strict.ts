import { STRICT_CODES } from "@/sandbox/lint";
import type { Checked } from "./checked";

/** In strict mode malformed ids and timestamps are refused, as Customer.io's staff say of invalid ULIDs. */
export function enforceStrictly(checked: Checked, strict: boolean): Checked {
  if (!strict) return checked;
  const problems = checked.findings
    .filter(({ code, detail }) => STRICT_CODES.has(code) && detail !== "missing")
    .map(({ code, field, detail }) => ({
      reason: "invalid" as const,
      field,
      message: `${code}: ${detail}`,
    }));
  if (problems.length === 0) return checked;
  return { ...checked, operation: undefined, problems: [...checked.problems, ...problems] };
}
