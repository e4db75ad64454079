import { notFound } from "next/navigation";
import { AppError, type AppErrorCode } from "@/lib/kernel/errors";
import { toKnownError } from "./known-error";

const NOWHERE: ReadonlySet<AppErrorCode> = new Set(["not_found", "invalid_input", "forbidden"]);

/** For pages: what a verb gives, or Next's not-found page when the address names what is not, cannot be,
 * or is not for this person. */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    const known = toKnownError(error);
    if (known instanceof AppError && NOWHERE.has(known.code)) notFound();
    throw error;
  }
}
