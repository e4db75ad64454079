import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { AppError } from "@/lib/kernel/errors";
import { emailSchema, passwordMatches, passwordStamp } from "./password";
import { Throttle } from "./throttle";
import { toUser, type User } from "./user";

const FAILURES_MAX_OF_EMAIL_AND_IP = 10;
/** An address can be forged or rotated, so the account has a bound of its own. */
const FAILURES_MAX_OF_EMAIL = 100;

const credentialsInput = z.object({
  email: emailSchema,
  password: z.string().min(1).max(200),
  ip: z.string().max(100),
});

interface SignedIn extends User {
  /** Changes with the password: see passwordStamp. */
  readonly stamp: string;
}

/**
 * The user, or AppError `unauthenticated`; `rate_limited` after too many failures. An unknown e-mail and a wrong
 * password give the same answer in the same time.
 */
export async function verifyCredentials(
  ctx: Pick<Context, "db" | "clock">,
  rawInput: z.input<typeof credentialsInput>,
  throttle: Throttle = processThrottle(),
): Promise<SignedIn> {
  const parsed = credentialsInput.safeParse(rawInput);
  if (!parsed.success) throw refusal();
  const { email, password, ip } = parsed.data;
  const keys = [
    [`${email}\n${ip}`, FAILURES_MAX_OF_EMAIL_AND_IP],
    [email, FAILURES_MAX_OF_EMAIL],
  ] as const;
  for (const [key, max] of keys) throttle.check(key, max);
  // Counted before the slow comparison, so that attempts in parallel are counted too.
  for (const [key] of keys) throttle.failed(key);
  const user = await ctx.db.user.findUnique({ where: { email } });
  const matches = await passwordMatches(user?.passwordHash, password);
  if (!matches || user === null) throw refusal();
  for (const [key] of keys) throttle.succeeded(key);
  const lastSignInAt = new Date(ctx.clock.now());
  await ctx.db.user.update({ where: { id: user.id }, data: { lastSignInAt } });
  return { ...toUser(user), lastSignInAt, stamp: passwordStamp(user.passwordHash) };
}

const refusal = () => new AppError("unauthenticated", "This email and password do not match");

const shared = globalThis as typeof globalThis & { tributaryThrottle?: Throttle };

function processThrottle(clock: Clock = systemClock): Throttle {
  shared.tributaryThrottle ??= new Throttle(clock);
  return shared.tributaryThrottle;
}
