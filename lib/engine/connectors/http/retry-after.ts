const RETRY_AFTER_MS_MAX = 15 * 60_000;
/** An HTTP date has 29. */
const HEADER_CHARACTERS_MAX = 64;

/** `Retry-After` in ms, from seconds or an HTTP date, at most 15 minutes; null when absent or unreadable. Pure. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null || header.length > HEADER_CHARACTERS_MAX) return null;
  const text = header.trim();
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(ms) ? null : Math.min(Math.max(Math.ceil(ms), 0), RETRY_AFTER_MS_MAX);
}
