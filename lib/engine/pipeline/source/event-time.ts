import type { Json } from "@/lib/kernel/json";

// When an event happened: the client's clock, corrected by what the upload tells about it.

/** 9999-12-31T23:59:59.999Z: what four-digit years, and every store on the way, can hold. */
const TIME_MS_MAX = 253_402_300_799_999;
/** Docs, export: a difference of the clocks below 60 s is not corrected. */
const CLOCK_DIFFERENCE_MS_MIN = 60_000;

/** Below (1973) an upload time is not in ms: taken for seconds or a year it would move events by decades. */
const UPLOAD_TIME_MS_MIN = 100_000_000_000;

/** From 2001 on, in seconds. As ms it is between January and April 1970, when nobody sent events. */
const SECONDS_MIN = 1_000_000_000;
const SECONDS_MAX = 10_000_000_000;

/** ISO 8601, or with a blank as in Amplitude's exports. */
const DATE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?$/;

const isTimeMs = (value: Json | undefined): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= TIME_MS_MAX;

/**
 * `time` of an event: ms since the epoch, `null` when absent, `undefined` when it is anything else. Seconds, a common
 * slip, are taken for what they are. Pure.
 */
export function parseTime(value: Json | undefined): number | null | undefined {
  if (value === undefined || value === null) return null;
  if (!isTimeMs(value)) return undefined;
  return value >= SECONDS_MIN && value < SECONDS_MAX ? value * 1000 : value;
}

/** A date in text as ms since the epoch; without a zone it is UTC, as all of Amplitude's times. Pure. */
export function parseDate(text: string): number | null {
  if (!DATE.test(text)) return null;
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(19)) ? text : `${text}Z`;
  const ms = Date.parse(zoned.replace(" ", "T"));
  return isTimeMs(ms) ? ms : null;
}

/**
 * `client_upload_time` of a request: ISO 8601 as the SDKs send it, or ms (also as digits: legacy `upload_time`).
 * `null` when absent or unreadable: then no clock is corrected. Pure.
 */
export function parseUploadTime(value: Json | undefined): number | null {
  if (typeof value === "string") {
    if (/^\d{1,15}$/.test(value)) return parseUploadTime(Number(value));
    return parseUploadTime(parseDate(value));
  }
  return isTimeMs(value) && value >= UPLOAD_TIME_MS_MIN ? value : null;
}

/**
 * event_time = client_event_time + (server_received_time − client_upload_time); no correction below 60 s of
 * difference or without upload time. An event without `time` happened when it was uploaded. All in ms. Pure.
 */
export function eventTimeMs(
  clientMs: number | null,
  clientUploadMs: number | null,
  receivedMs: number,
): number {
  const uploadMs = clientUploadMs ?? receivedMs;
  const difference = receivedMs - uploadMs;
  const correction = Math.abs(difference) < CLOCK_DIFFERENCE_MS_MIN ? 0 : difference;
  return Math.min(Math.max((clientMs ?? uploadMs) + correction, 0), TIME_MS_MAX);
}
