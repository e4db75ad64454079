/** Breaches of the contract that Customer.io answers with 200 all the same. */
const LINT_CODES = [
  "non-ulid-id",
  "millisecond-timestamp",
  "non-integer-timestamp",
  "iso-created-at",
  "future-timestamp",
  "missing-timestamp",
  "body-id-cio",
  "type-not-event",
  "dot-segment",
  "double-encoded-path",
  "missing-user-agent",
  "reserved-key",
  "duplicate-id-other-content",
  "event-before-identify",
  "out-of-order",
  "over-1000-per-second",
] as const;
export type LintCode = (typeof LINT_CODES)[number];

/** In strict mode these are answered with 400. */
export const STRICT_CODES: ReadonlySet<LintCode> = new Set<LintCode>([
  "non-ulid-id",
  "millisecond-timestamp",
  "non-integer-timestamp",
  "iso-created-at",
]);

export interface Finding {
  readonly code: LintCode;
  /** Field or identifier concerned. */
  readonly field: string;
  readonly detail: string;
}

export interface LintEntry extends Finding {
  /** Number of the request in the request log. */
  readonly request: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}
