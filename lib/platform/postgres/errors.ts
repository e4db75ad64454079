import { AppError } from "@/lib/kernel/errors";

/** No connection was to be had, it was lost, or a deadline passed: what the transaction did was rolled back. */
export class DatabaseAway extends Error {
  override readonly name = "DatabaseAway";

  constructor(cause: unknown) {
    super(messageOf(cause), { cause });
  }
}

/** COMMIT was sent and not confirmed: the transaction was committed, or not, or is still being committed. */
export class UnknownCommit extends Error {
  override readonly name = "UnknownCommit";

  constructor(cause: unknown) {
    super(`It is not known whether the transaction was committed: ${messageOf(cause)}`, { cause });
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** The SQLSTATE of a PostgreSQL error; null for anything else (a lost connection, a bug). */
export function sqlState(error: unknown): string | null {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** True when the rows themselves are at fault (22 data exception, 54 limit exceeded): sending them again cannot help. */
function isDataFault(error: unknown): boolean {
  const state = sqlState(error);
  return state !== null && (state.startsWith("22") || state.startsWith("54"));
}

/**
 * SQLSTATEs, or classes of them, that say nothing about what was asked: 08 connection, 25006 a server that only reads,
 * 25P03 a transaction that stood still, 40 rolled back for another's sake, 53 no disk, memory or connection, 55P03 a
 * lock that did not come, 57 cancelled or shutting down, 58 the server's files.
 */
const OUTAGES = ["08", "25006", "25P03", "40", "53", "55P03", "57", "58"] as const;

/** True when the database is in trouble, whatever was asked of it: asking again later can help. */
export function isOutage(error: unknown): boolean {
  const state = sqlState(error);
  return error instanceof DatabaseAway || OUTAGES.some((outage) => state?.startsWith(outage));
}

/** True when no partition exists for a row's day. */
export const isMissingPartition = (error: unknown): boolean => sqlState(error) === "23514";

/** True when a lock was not to be had within lock_timeout. */
export const isLockTimeout = (error: unknown): boolean => sqlState(error) === "55P03";

/** A failed append as what a caller can act on; a bug stays what it is. */
export function toStorageError(error: unknown): unknown {
  if (isDataFault(error))
    return new AppError("invalid_input", `These events cannot be stored: ${messageOf(error)}`);
  if (isOutage(error))
    return new AppError("unavailable", `The database cannot take events now: ${messageOf(error)}`);
  return error;
}
