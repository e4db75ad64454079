import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/kernel/errors";
import { Cipher } from "@/lib/platform/crypto/cipher";

const cipher = new Cipher(Buffer.alloc(32, 7));

describe("Cipher", () => {
  test("gives back what it encrypted, for the same row", () => {
    for (const plain of ["", "key", "ключ 🔑", "x".repeat(10_000)]) {
      expect(cipher.decrypt(cipher.encrypt(plain, "sync:1"), "sync:1")).toBe(plain);
    }
  });

  test("never writes the same bytes twice", () => {
    const sealed = new Set(
      Array.from({ length: 100 }, () =>
        Buffer.from(cipher.encrypt("key", "sync:1")).toString("hex"),
      ),
    );
    expect(sealed.size).toBe(100);
  });

  test("refuses a value of another row", () => {
    const sealed = cipher.encrypt("key", "sync:1");
    expect(() => cipher.decrypt(sealed, "sync:2")).toThrow(AppError);
    expect(() => cipher.decrypt(sealed, "project:1")).toThrow(AppError);
  });

  test("refuses every single flipped bit", () => {
    const sealed = cipher.encrypt("key", "sync:1");
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const tampered = Uint8Array.from(sealed);
      tampered[bit >> 3] = (tampered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => cipher.decrypt(tampered, "sync:1")).toThrow(AppError);
    }
  });

  test("refuses a value that is cut off, at any length", () => {
    const sealed = cipher.encrypt("key", "sync:1");
    for (let length = 0; length < sealed.length; length++) {
      expect(() => cipher.decrypt(sealed.subarray(0, length), "sync:1")).toThrow(AppError);
    }
  });

  test("with another key says that ENCRYPTION_KEY is the wrong one, and nothing of the value", () => {
    const sealed = cipher.encrypt("very-secret", "sync:1");
    const other = new Cipher(randomBytes(32));
    expect(() => other.decrypt(sealed, "sync:1")).toThrow(/ENCRYPTION_KEY/);
    expect(() => other.decrypt(sealed, "sync:1")).not.toThrow(/very-secret/);
  });

  test("with several keys writes with the first and reads what any of them wrote", () => {
    const [older, newer] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)];
    const both = new Cipher(newer, older);
    const sealed = both.encrypt("key", "sync:1");
    expect(both.decrypt(cipher.encrypt("key", "sync:1"), "sync:1")).toBe("key");
    expect(both.decrypt(sealed, "sync:1")).toBe("key");
    expect(new Cipher(newer).decrypt(sealed, "sync:1")).toBe("key");
    expect(() => new Cipher(older).decrypt(sealed, "sync:1")).toThrow(/\(key [0-9a-f]{8}\)/);
  });

  test("renews what another than the first key wrote, and nothing else", () => {
    const [older, newer] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)];
    const both = new Cipher(newer, older);
    for (const old of [cipher, new Cipher(older, newer)]) {
      const renewed = both.renew(old.encrypt("key", "sync:1"), "sync:1");
      expect(new Cipher(newer).decrypt(renewed ?? new Uint8Array(), "sync:1")).toBe("key");
      expect(both.renew(renewed ?? new Uint8Array(), "sync:1")).toBeNull();
    }
    for (const written of [new Cipher(newer), both])
      expect(both.renew(written.encrypt("key", "sync:1"), "sync:1")).toBeNull();
    expect(() => both.renew(cipher.encrypt("key", "sync:1"), "sync:2")).toThrow(AppError);
  });

  test.each([0, 16, 31, 33])("a key of %i bytes is refused", (bytes) => {
    expect(() => new Cipher(Buffer.alloc(bytes))).toThrow(/32 bytes/);
  });
});
