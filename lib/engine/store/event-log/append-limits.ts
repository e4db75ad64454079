/** What an appender takes and how long it tries. */
export interface AppendLimits {
  readonly groupEventsMax: number;
  readonly groupBytesMax: number;
  readonly writingMsMax: number;
  readonly queueBytesMax: number;
  readonly transactionMsMax: number;
  readonly requestMsMax: number;
}

export const APPEND_LIMITS: AppendLimits = {
  /** Events of several requests in one transaction. */
  groupEventsMax: 5_000,
  /** Payloads in one transaction, as received; of a request with more, what is left goes on in another. */
  groupBytesMax: 1_048_576,
  /** How long rows are written in one transaction: others of the project wait for its end. */
  writingMsMax: 100,
  /** Payloads of one project that wait for their transaction, as received. Parsed they are several times as much. */
  queueBytesMax: 32 * 1_048_576,
  /** One transaction, from its connection's first statement to its confirmed commit. */
  transactionMsMax: 10_000,
  /** How long a request waits for its transaction at most; and how long that may take, a second try included. */
  requestMsMax: 20_000,
};
