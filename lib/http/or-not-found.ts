import { notFound } from "next/navigation";
import { AppError } from "@/lib/kernel/errors";

/** For pages: what a verb gives, or Next's not-found page when the verb says `not_found`. */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
