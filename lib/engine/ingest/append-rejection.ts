import type { AppError } from "@/lib/kernel/errors";
import type { Rejection } from "./rejection";

/** Why the log did not take an upload of the project with this key; throws what is a fault of this program. */
export function appendRejection(error: AppError, apiKey: string): Rejection {
  if (error.code === "unavailable") return { kind: "unavailable" };
  if (error.code === "outcome_unknown" || error.code === "partly_stored")
    return { kind: error.code };
  if (error.code === "too_large") return { kind: "too_large" };
  if (error.code === "not_found") return { kind: "invalid_api_key", apiKey };
  if (error.status === 400) return { kind: "refused_by_log", message: error.message };
  throw error;
}
