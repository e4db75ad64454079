import { createHash } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";
import { AppError } from "@/lib/kernel/errors";

/** OWASP's minimum for argon2id, which is the library's default algorithm. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email("Enter an email address").max(254));

export const hashPassword = (password: string): Promise<string> =>
  inTurn(() => hash(password, COST));

/**
 * One hash at a time, and so many waiting: each keeps a core busy for about 25 ms, and one of the threads that inflate
 * uploads. Anybody can ask for one.
 */
const WAITING_MAX = 50;
// Next loads a module once per route; the queue must be one per process.
const shared = globalThis as typeof globalThis & {
  tributaryHashing?: { last: Promise<unknown>; waiting: number };
};

/** Throws AppError `rate_limited` when too many wait. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  shared.tributaryHashing ??= { last: Promise.resolve(), waiting: 0 };
  const queue = shared.tributaryHashing;
  if (queue.waiting >= WAITING_MAX)
    throw new AppError("rate_limited", "Too many people sign in now: try again in a few seconds");
  queue.waiting++;
  const result = queue.last.then(work);
  queue.last = result.catch(() => undefined);
  try {
    return await result;
  } finally {
    queue.waiting--;
  }
}

/** Hash of a password that nobody has: an unknown user costs as much time as a wrong password. */
let decoy: Promise<string> | undefined;

/** Takes the same time whether or not there is a hash to compare with. */
export async function passwordMatches(
  passwordHash: string | undefined,
  password: string,
): Promise<boolean> {
  decoy ??= hash("nobody's password", COST);
  const compared = passwordHash ?? (await decoy);
  const matches = await inTurn(() => verify(compared, password, COST));
  return matches && passwordHash !== undefined;
}

/** Ties a session to the password it was begun with: a changed password ends the others. */
export const passwordStamp = (passwordHash: string): string =>
  createHash("sha256").update(passwordHash).digest("hex").slice(0, 16);
