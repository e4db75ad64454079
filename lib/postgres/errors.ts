import { AppError } from "@/lib/kernel/errors";

/** The SQLSTATE of a PostgreSQL error; null for anything else (a lost connection, a bug). */
export function sqlState(error: unknown): string | null {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** True when the rows themselves are at fault (22 data exception, 54 limit exceeded): sending them again cannot help. */
export function isDataFault(error: unknown): boolean {
  const state = sqlState(error);
  return state !== null && (state.startsWith("22") || state.startsWith("54"));
}

/** True when no partition exists for a row's day. */
export const isMissingPartition = (error: unknown): boolean => sqlState(error) === "23514";

/** True when a lock was not to be had within lock_timeout. */
export const isLockTimeout = (error: unknown): boolean => sqlState(error) === "55P03";

/** Any failure of the database as what a caller can act on. */
export function toStorageError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (isDataFault(error))
    return new AppError("invalid_input", `These events cannot be stored: ${message}`);
  return new AppError("unavailable", `The database cannot take events now: ${message}`);
}
