// Customer.io's limits. Every byte count is UTF-8; "KB" is read as 1,000, the smaller reading.

/** Docs: "Maximum length of Customer ID: 150 bytes". */
export const IDENTIFIER_BYTES_MAX = 150;
/** Track API: "event name cannot be longer than 100 bytes". */
export const EVENT_NAME_BYTES_MAX = 100;
/** Docs: "Maximum size of event data: 100K bytes". */
export const EVENT_DATA_BYTES_MAX = 100_000;
/** Track API: "attribute name cannot be longer than 150 bytes". */
export const ATTRIBUTE_NAME_BYTES_MAX = 150;
/** Track API: "value for attribute cannot be longer than 1000 bytes". */
export const ATTRIBUTE_VALUE_BYTES_MAX = 1_000;
/** Docs: "Maximum number of Unique Identify attributes: 300". */
export const USER_PROPERTIES_MAX = 300;
/** Track API v2: every operation of a batch at most 32 KB. */
export const OPERATION_BYTES_MAX = 32_000;
/** Track API v2: a batch below 500 KB; the margin is for proxies that rewrite the body. */
export const BATCH_BYTES_MAX = 490_000;
/** Track API: 1,000 requests per second, v1 and v2 together. */
export const REQUESTS_PER_SECOND_MAX = 1_000;

/** Bytes of a text in UTF-8. */
export const utf8Bytes = (text: string): number => Buffer.byteLength(text);

/** Whether a text has more than `max` bytes; measures only when its length leaves a doubt. */
export const isLongerThan = (text: string, max: number): boolean =>
  text.length > max || (text.length * 3 > max && utf8Bytes(text) > max);
