import { TOO_MANY_PEOPLE } from "@/lib/admin/people/people-filtered";
import { AppError } from "@/lib/kernel/errors";
import { orNotFound } from "./or-not-found";

/** Why a list is empty that its filters do not allow; null when they do. */
export interface Refusal {
  readonly refused: string | null;
}

/** For lists with filters: what a verb gives, or nothing and in words why a filter was refused. */
export async function orRefused<T extends object>(
  reading: Promise<T>,
  nothing: T,
): Promise<T & Refusal> {
  try {
    return { ...(await reading), refused: null };
  } catch (error) {
    if (error instanceof AppError && error.fieldErrors.some(({ code }) => code === TOO_MANY_PEOPLE))
      return { ...nothing, refused: error.message };
    return { ...(await orNotFound(Promise.reject<T>(error))), refused: null };
  }
}
