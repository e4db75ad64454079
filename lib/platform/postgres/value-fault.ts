import { sqlState } from "./errors";

/** True when PostgreSQL could not take a value (SQLSTATE 22…): out of range, or not text. Looks into Prisma's errors too. */
export function isValueFault(error: unknown): boolean {
  const state = sqlState({ code: codeBelow(error) }) ?? sqlState(error);
  return state?.startsWith("22") ?? false;
}

/** Prisma keeps the SQLSTATE of its driver adapter at `meta.driverAdapterError.cause.originalCode`. */
function codeBelow(error: unknown): unknown {
  return ["meta", "driverAdapterError", "cause", "originalCode"].reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null
        ? (value as Readonly<Record<string, unknown>>)[key]
        : undefined,
    error,
  );
}
