import { createHmac, randomUUID } from "node:crypto";
import { sameText } from "@/lib/platform/crypto/same-text";

// A browser in which somebody has signed in keeps a mark of it. It opens nothing. Guesses of strangers do not count
// against it, so nobody can shut the owner of an account out by guessing.

export const DEVICE_COOKIE = "tributary-device";
export const DEVICE_SECONDS = 365 * 86_400;

/** The mark of a browser in which this account was signed in to. */
export function deviceMark(secret: string, email: string): string {
  const id = randomUUID();
  return `${id}.${seal(secret, email, id)}`;
}

/** The browser's id, or null when the mark is not one of ours for this account. */
export function knownDevice(
  secret: string,
  email: string,
  mark: string | undefined,
): string | null {
  const [id = "", given = ""] = (mark ?? "").split(".");
  return id !== "" && sameText(given, seal(secret, email, id)) ? id : null;
}

const seal = (secret: string, email: string, id: string): string =>
  createHmac("sha256", secret).update(`tributary device\n${email}\n${id}`).digest("base64url");
