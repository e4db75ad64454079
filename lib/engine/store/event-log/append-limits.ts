/** What an appender takes and how long it tries. */
export interface AppendLimits {
  readonly groupEventsMax: number;
  readonly groupBytesMax: number;
  readonly rowCharsMax: number;
  readonly queueBytesMax: number;
  readonly transactionMsMax: number;
  readonly requestMsMax: number;
}

export const APPEND_LIMITS: AppendLimits = {
  /** Events of several requests in one transaction. */
  groupEventsMax: 5_000,
  /**
   * Payloads in one transaction, as received. A request with more is written in several, between which others of its
   * project have their turn: each takes some 50 ms.
   */
  groupBytesMax: 1_048_576,
  /** Rows in one transaction, in characters, about: beyond it no further events are written in it. */
  rowCharsMax: 2 * 1_048_576,
  /** Payloads of one project that wait for their transaction, as received. Parsed they are several times as much. */
  queueBytesMax: 32 * 1_048_576,
  /** One transaction, from its connection's first statement to its confirmed commit. */
  transactionMsMax: 10_000,
  /** How long a request waits for its transaction at most; and how long that may take, a second try included. */
  requestMsMax: 20_000,
};
