/** What an appender takes and how long it tries. */
export interface AppendLimits {
  readonly groupEventsMax: number;
  readonly groupBytesMax: number;
  readonly queueBytesMax: number;
  readonly transactionMsMax: number;
  readonly requestMsMax: number;
}

export const APPEND_LIMITS: AppendLimits = {
  /** Events in one transaction; a single request may have more, and is then alone. */
  groupEventsMax: 5_000,
  /** Payloads in one transaction, as received; a single request may have more, and is then alone. */
  groupBytesMax: 8 * 1_048_576,
  /** Payloads of one project that wait for their transaction, as received. Parsed they are several times as much. */
  queueBytesMax: 32 * 1_048_576,
  /** One transaction, from its connection's first statement to its confirmed commit. */
  transactionMsMax: 10_000,
  /** How long a request waits for its transaction at most; and how long that may take, a second try included. */
  requestMsMax: 20_000,
};
