const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_MAX = 2 ** 48 - 1;

/** The two characters of every 10-bit number. */
const PAIRS: readonly string[] = Array.from(
  { length: 1024 },
  (_, bits) => CROCKFORD.charAt(bits >> 5) + CROCKFORD.charAt(bits & 31),
);

/**
 * A ULID from a time (ms, clamped to 0 … 2^48 − 1) and exactly 10 bytes. Pure: equal input gives an equal ULID.
 * Layout: 10 characters of time, 16 of the bytes, Crockford base32 (github.com/ulid/spec).
 */
export function encodeUlid(timeMs: number, random: Uint8Array): string {
  if (random.length !== 10) throw new Error("encodeUlid needs exactly 10 bytes");
  const time = Number.isFinite(timeMs) ? Math.min(Math.max(Math.floor(timeMs), 0), TIME_MAX) : 0;
  const high = Math.floor(time / 2 ** 20);
  return `${PAIRS[high >>> 20]}${eight(high & 0xfffff, time % 2 ** 20)}${fiveBytes(random, 0)}${fiveBytes(random, 5)}`;
}

/** The time (ms) of a ULID in any case; null when the text is none. Pure. */
export function ulidTime(text: string): number | null {
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i.test(text)) return null;
  return [...text.slice(0, 10).toUpperCase()].reduce(
    (time, character) => time * 32 + CROCKFORD.indexOf(character),
    0,
  );
}

/** Eight characters of 40 bits, given as two halves. */
const eight = (high: number, low: number): string =>
  `${PAIRS[high >>> 10]}${PAIRS[high & 1023]}${PAIRS[low >>> 10]}${PAIRS[low & 1023]}`;

function fiveBytes(bytes: Uint8Array, at: number): string {
  const byte = (offset: number) => bytes[at + offset] ?? 0;
  const middle = byte(2);
  return eight(
    (byte(0) << 12) | (byte(1) << 4) | (middle >>> 4),
    ((middle & 15) << 16) | (byte(3) << 8) | byte(4),
  );
}
