import { createHash } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";
import { type Asker, Turns } from "./turns";

/** OWASP's minimum for argon2id, which is the library's default algorithm. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email("Enter an email address").max(254));

// Next loads a module once per route; the turns must be one per process.
const shared = globalThis as typeof globalThis & { tributaryHashing?: Turns };

/**
 * One hash at a time: each keeps a core busy for about 25 ms, and one of the threads that inflate uploads.
 * AppError `rate_limited` when too many wait.
 */
function inTurn<T>(who: Asker, work: () => Promise<T>): Promise<T> {
  shared.tributaryHashing ??= new Turns();
  return shared.tributaryHashing.take(who, work);
}

/** For people whom we know: signed in, or by the command line. */
export const hashPassword = (password: string): Promise<string> =>
  inTurn("known", () => hash(password, COST));

/** Hash of a password that nobody has: an unknown user costs as much time as a wrong password. */
let decoy: Promise<string> | undefined;

/** Takes the same time whether or not there is a hash to compare with. */
export async function passwordMatches(
  passwordHash: string | undefined,
  password: string,
  who: Asker = "known",
): Promise<boolean> {
  decoy ??= hash("nobody's password", COST);
  const compared = passwordHash ?? (await decoy);
  const matches = await inTurn(who, () => verify(compared, password, COST));
  return matches && passwordHash !== undefined;
}

/** Ties a session to the password it was begun with: a changed password ends the others. */
export const passwordStamp = (passwordHash: string): string =>
  createHash("sha256").update(passwordHash).digest("hex").slice(0, 16);
