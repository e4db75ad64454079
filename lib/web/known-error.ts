import { AppError } from "@/lib/kernel/errors";
import { isValueFault } from "@/lib/platform/postgres/value-fault";

/** A value that the database could not take is the caller's to mend, wherever it slipped through. Pure. */
export const toKnownError = (error: unknown): unknown =>
  isValueFault(error)
    ? new AppError(
        "invalid_input",
        "A value is out of range or has characters that cannot be stored: look at numbers, times and texts",
      )
    : error;
