const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_MAX = 2 ** 48 - 1;

/**
 * A ULID from a time (ms, clamped to 0 … 2^48 − 1) and exactly 10 bytes. Pure: equal input gives an equal ULID.
 * Layout: 10 characters of time, 16 of the bytes, Crockford base32 (github.com/ulid/spec).
 */
export function encodeUlid(timeMs: number, random: Uint8Array): string {
  if (random.length !== 10) throw new Error("encodeUlid needs exactly 10 bytes");
  let time = Number.isFinite(timeMs) ? Math.min(Math.max(Math.floor(timeMs), 0), TIME_MAX) : 0;
  let head = "";
  for (let i = 0; i < 10; i++) {
    head = CROCKFORD.charAt(time % 32) + head;
    time = Math.floor(time / 32);
  }
  let tail = "";
  let bits = 0;
  let value = 0;
  for (const byte of random) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      tail += CROCKFORD.charAt((value >>> bits) & 31);
    }
    value &= (1 << bits) - 1;
  }
  return head + tail;
}
