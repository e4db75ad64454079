import { VersionMismatch } from "@/lib/admin/syncs/save/version-mismatch";
import { AppError, type AppErrorCode, type FieldError } from "@/lib/kernel/errors";
import { toKnownError } from "./known-error";

/** RFC 9457, with the members of Amplitude's Developer API. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly error_code: string;
  readonly retryable: boolean;
  readonly retry_after_seconds?: number;
  readonly validation_errors?: readonly FieldError[];
  readonly current_version?: number;
}

const TITLES: Readonly<Record<AppErrorCode, string>> = {
  invalid_input: "Invalid input",
  unauthenticated: "Not authenticated",
  forbidden: "Not allowed",
  not_found: "Not found",
  method_not_allowed: "Method not allowed",
  conflict: "Conflict",
  version_mismatch: "Changed meanwhile",
  too_large: "Too large",
  rate_limited: "Too many requests",
  unavailable: "Not available now",
  outcome_unknown: "Outcome not known",
  partly_stored: "Partly stored",
  corrupt_settings: "Stored data cannot be read",
  outside_retention: "No longer kept",
};

const RETRY_AFTER_SECONDS: Partial<Record<AppErrorCode, number>> = {
  rate_limited: 60,
  unavailable: 5,
};

/** Every error as a problem. What is no AppError is told as nothing but "internal". Pure. */
export function toProblem(thrown: unknown, instance: string): Problem {
  const error = toKnownError(thrown);
  if (!(error instanceof AppError)) {
    const detail = "Something went wrong on our side. The server's log says more";
    return makeProblem("internal", "Internal error", 500, detail, instance, true);
  }
  const { code, status, message, fieldErrors } = error;
  const seconds = RETRY_AFTER_SECONDS[code];
  return {
    ...makeProblem(code, TITLES[code], status, message, instance, seconds !== undefined),
    ...(seconds === undefined ? {} : { retry_after_seconds: seconds }),
    ...(fieldErrors.length === 0 ? {} : { validation_errors: fieldErrors }),
    ...(error instanceof VersionMismatch ? { current_version: error.current.version } : {}),
  };
}

function makeProblem(
  code: string,
  title: string,
  status: number,
  detail: string,
  instance: string,
  retryable: boolean,
): Problem {
  const type = `urn:tributary:problem:${code.replaceAll("_", "-")}`;
  return { type, title, status, detail, instance, error_code: code, retryable };
}

/** The problem as a response. */
export function problemResponse(problem: Problem, headers: HeadersInit = {}): Response {
  const response = new Response(JSON.stringify(problem), { status: problem.status, headers });
  response.headers.set("content-type", "application/problem+json");
  response.headers.set("cache-control", "no-store");
  if (problem.status === 401) response.headers.set("www-authenticate", "Bearer");
  if (problem.retry_after_seconds !== undefined) {
    response.headers.set("retry-after", String(problem.retry_after_seconds));
  }
  return response;
}
