/** Every expected failure of a verb, with the HTTP status it becomes at the border. */
export const APP_ERROR_STATUS = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  version_mismatch: 412,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
  outcome_unknown: 503,
  partly_stored: 503,
  corrupt_settings: 500,
  /** As Amplitude answers it. */
  outside_retention: 500,
} as const satisfies Record<string, number>;

export type AppErrorCode = keyof typeof APP_ERROR_STATUS;

export interface FieldError {
  /** Dotted path of the input field, e.g. `config.site_id`. */
  readonly field: string;
  readonly message: string;
  readonly code: string;
}

/** A failure a person can act on: `message` says what, where and what to do. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: AppErrorCode;
  readonly fieldErrors: readonly FieldError[];

  constructor(code: AppErrorCode, message: string, fieldErrors: readonly FieldError[] = []) {
    super(message);
    this.code = code;
    this.fieldErrors = fieldErrors;
  }

  get status(): number {
    return APP_ERROR_STATUS[this.code];
  }
}
