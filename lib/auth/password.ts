import { createHash } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";

/** OWASP's minimum for argon2id, which is the library's default algorithm. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const passwordSchema = z
  .string()
  .min(8, "Use at least 8 characters")
  .max(200, "Use at most 200 characters");

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email("Enter an e-mail address").max(254));

export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** Hash of a password that nobody has: an unknown user costs as much time as a wrong password. */
let decoy: Promise<string> | undefined;

/** Takes the same time whether or not there is a hash to compare with. */
export async function passwordMatches(
  passwordHash: string | undefined,
  password: string,
): Promise<boolean> {
  decoy ??= hashPassword("nobody's password");
  const matches = await verify(passwordHash ?? (await decoy), password, COST);
  return matches && passwordHash !== undefined;
}

/** Ties a session to the password it was begun with: a changed password ends the others. */
export const passwordStamp = (passwordHash: string): string =>
  createHash("sha256").update(passwordHash).digest("hex").slice(0, 16);
