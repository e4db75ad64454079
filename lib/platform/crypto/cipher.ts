import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "@/lib/kernel/errors";

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/**
 * Encrypts stored credentials: AES-256-GCM, a random nonce for each value, bound to the row it belongs to, so that a
 * value copied to another row does not decrypt. Layout: version byte, nonce, tag, ciphertext.
 */
export class Cipher {
  readonly #key: Buffer;

  /** @param key 32 bytes */
  constructor(key: Uint8Array) {
    if (key.length !== KEY_BYTES) {
      throw new Error(`ENCRYPTION_KEY must be ${KEY_BYTES} bytes in base64, not ${key.length}`);
    }
    this.#key = Buffer.from(key);
  }

  /** @param row the row the value belongs to, e.g. `sync:30000001` */
  encrypt(plain: string, row: string): Uint8Array<ArrayBuffer> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce).setAAD(associated(row));
    const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
    return Uint8Array.from(
      Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), body]),
    );
  }

  /** Throws AppError `unavailable` when the value was not written with this key for this row. */
  decrypt(sealed: Uint8Array, row: string): string {
    const bytes = Buffer.from(sealed);
    if (bytes[0] !== VERSION || bytes.length < 1 + NONCE_BYTES + TAG_BYTES) {
      throw new AppError("unavailable", `The stored credentials of ${row} are damaged`);
    }
    const body = 1 + NONCE_BYTES + TAG_BYTES;
    try {
      const decipher = createDecipheriv(
        "aes-256-gcm",
        this.#key,
        bytes.subarray(1, 1 + NONCE_BYTES),
      )
        .setAAD(associated(row))
        .setAuthTag(bytes.subarray(1 + NONCE_BYTES, body));
      return decipher.update(bytes.subarray(body), undefined, "utf8") + decipher.final("utf8");
    } catch {
      throw new AppError(
        "unavailable",
        `The stored credentials of ${row} do not decrypt: ENCRYPTION_KEY is not the one they were written with, or the row was altered. Restore the key, or enter the credentials again`,
      );
    }
  }
}

const associated = (row: string) => Buffer.from(`tributary.v1:${row}`, "utf8");
