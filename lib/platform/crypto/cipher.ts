import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { AppError } from "@/lib/kernel/errors";
import type { Secret } from "@/lib/kernel/secret";

/** Says nothing of its key: the only form that programs before 0.3 read. */
const WITHOUT_ID = 1;
/** The id of its key follows. */
const WITH_ID = 2;
const ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

interface Key {
  readonly bytes: Buffer;
  /** Tells keys apart, and nothing of them. */
  readonly id: Buffer;
}

/**
 * Encrypts stored credentials: AES-256-GCM, a random nonce for each value, bound to the row it belongs to, so that a
 * value copied to another row does not decrypt. Layout: version byte, id of the key when there are several, nonce, tag,
 * ciphertext.
 */
export class Cipher {
  readonly #first: Key;
  readonly #keys: readonly Key[];

  /** @param first 32 bytes; writes. @param others 32 bytes each; with the first, all read. */
  constructor(first: Uint8Array, ...others: readonly Uint8Array[]) {
    this.#first = toKey(first);
    this.#keys = [this.#first, ...others.map(toKey)];
  }

  /** @param row the row the value belongs to, e.g. `sync:30000001` */
  encrypt(plain: string, row: string): Uint8Array<ArrayBuffer> {
    const nonce = randomBytes(NONCE_BYTES);
    const { bytes, id } = this.#first;
    const cipher = createCipheriv("aes-256-gcm", bytes, nonce).setAAD(associated(row));
    const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
    const head = this.#keys.length === 1 ? [WITHOUT_ID] : [WITH_ID, ...id];
    return Uint8Array.from(Buffer.concat([Buffer.from(head), nonce, cipher.getAuthTag(), body]));
  }

  /** Throws AppError `unavailable` when the value was not written with one of these keys for this row. */
  decrypt(sealed: Uint8Array, row: string): string {
    const { keyId, rest } = takeApart(sealed, row);
    for (const { bytes, id } of this.#keys) {
      const plain = keyId === null || keyId.equals(id) ? open(rest, bytes, row) : null;
      if (plain !== null) return plain;
    }
    const which = keyId === null ? "" : ` (key ${keyId.toString("hex")})`;
    throw new AppError(
      "unavailable",
      `The stored credentials of ${row} do not decrypt: ENCRYPTION_KEY is not the one they were written with${which}, or the row was altered. Restore the key, or enter the credentials again`,
    );
  }

  /** The value under the first key, or null when that is what it was written with. Throws as `decrypt`. */
  renew(sealed: Uint8Array, row: string): Uint8Array<ArrayBuffer> | null {
    const { keyId, rest } = takeApart(sealed, row);
    const { bytes, id } = this.#first;
    const isNew = (keyId === null || keyId.equals(id)) && open(rest, bytes, row) !== null;
    return isNew ? null : this.encrypt(this.decrypt(sealed, row), row);
  }
}

/** The cipher of these keys in base64: the first writes, all read. */
export function createCipher(keys: readonly [Secret, ...Secret[]]): Cipher {
  const bytesOf = (key: Secret) => Buffer.from(key.reveal(), "base64");
  const [first, ...others] = keys;
  return new Cipher(bytesOf(first), ...others.map(bytesOf));
}

function toKey(key: Uint8Array): Key {
  if (key.length !== KEY_BYTES) {
    throw new Error(`ENCRYPTION_KEY must be ${KEY_BYTES} bytes in base64, not ${key.length}`);
  }
  const bytes = Buffer.from(key);
  return {
    bytes,
    id: createHash("sha256")
      .update("tributary key id")
      .update(bytes)
      .digest()
      .subarray(0, ID_BYTES),
  };
}

function takeApart(sealed: Uint8Array, row: string) {
  const bytes = Buffer.from(sealed);
  const head = bytes[0] === WITH_ID ? 1 + ID_BYTES : 1;
  const isKnown = bytes[0] === WITH_ID || bytes[0] === WITHOUT_ID;
  if (!isKnown || bytes.length < head + NONCE_BYTES + TAG_BYTES) {
    throw new AppError("unavailable", `The stored credentials of ${row} are damaged`);
  }
  return { keyId: head === 1 ? null : bytes.subarray(1, head), rest: bytes.subarray(head) };
}

/** @param rest nonce, tag, ciphertext */
function open(rest: Buffer, key: Buffer, row: string): string | null {
  const body = NONCE_BYTES + TAG_BYTES;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, rest.subarray(0, NONCE_BYTES))
      .setAAD(associated(row))
      .setAuthTag(rest.subarray(NONCE_BYTES, body));
    return decipher.update(rest.subarray(body), undefined, "utf8") + decipher.final("utf8");
  } catch {
    return null;
  }
}

const associated = (row: string) => Buffer.from(`tributary.v1:${row}`, "utf8");
