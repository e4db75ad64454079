import { createHash, randomInt } from "node:crypto";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ULID_LENGTH = 26;
const CHARACTERS_A_WORD = 6;

/** An event id takes five 32-bit words: a ULID six characters of five bits a word, another id its SHA-1. */
export const ID_WORDS = 5;

const VALUE_OF = new Uint8Array(128).fill(255);
for (let i = 0; i < CROCKFORD.length; i++) {
  VALUE_OF[CROCKFORD.charCodeAt(i)] = i;
  VALUE_OF[CROCKFORD.toLowerCase().charCodeAt(i)] = i;
}

/** Whether the text is a ULID (github.com/ulid/spec): 26 Crockford characters, the first at most 7. */
export function isUlid(text: string): boolean {
  return text.length === ULID_LENGTH && packUlid(text, new Uint32Array(ID_WORDS));
}

/** Packs a ULID into `words`; false, with `words` undefined, when the text is none. */
export function packUlid(text: string, words: Uint32Array): boolean {
  if (text.length !== ULID_LENGTH || (VALUE_OF[text.charCodeAt(0)] ?? 255) > 7) return false;
  words.fill(0);
  for (let i = 0; i < ULID_LENGTH; i++) {
    const value = VALUE_OF[text.charCodeAt(i)] ?? 255;
    if (value === 255) return false;
    const word = Math.floor(i / CHARACTERS_A_WORD);
    words[word] = (((words[word] ?? 0) << 5) | value) >>> 0;
  }
  return true;
}

/** The inverse of packUlid. */
export function unpackUlid(words: Uint32Array): string {
  let text = "";
  for (let i = 0; i < ULID_LENGTH; i++) {
    const word = Math.floor(i / CHARACTERS_A_WORD);
    const inWord = Math.min(CHARACTERS_A_WORD, ULID_LENGTH - word * CHARACTERS_A_WORD);
    const shift = 5 * (inWord - 1 - (i % CHARACTERS_A_WORD));
    text += CROCKFORD.charAt(((words[word] ?? 0) >>> shift) & 31);
  }
  return text;
}

/** Packs an id that is no ULID, by its hash. */
export function packOpaqueId(text: string, words: Uint32Array): void {
  const digest = createHash("sha1").update(text).digest();
  for (let i = 0; i < ID_WORDS; i++) words[i] = digest.readUInt32BE(i * 4);
}

/** A fresh ULID, for the references in error bodies. */
export function encodeUlid(timeMs: number): string {
  let head = "";
  for (let rest = timeMs, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) {
    head = CROCKFORD.charAt(rest % 32) + head;
  }
  return head + Array.from({ length: 16 }, () => CROCKFORD.charAt(randomInt(32))).join("");
}
