import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { AppError } from "@/lib/kernel/errors";
import { noteSignIn } from "./note-sign-in";
import { emailSchema, passwordMatches, passwordStamp } from "./password";
import { processThrottle, type Throttle } from "./throttle";
import { withMemberships } from "./to-access";
import { toUser, type User } from "./user";

const FAILURES_MAX_OF_EMAIL_AND_ADDRESS = 10;
/** Of one address over all accounts: one password tried on everybody. */
const FAILURES_MAX_OF_ADDRESS = 50;
/** Addresses can be had by the thousand, so the account has a bound of its own. */
const FAILURES_MAX_OF_EMAIL = 100;
const FAILURES_MAX_OF_DEVICE = 10;

const credentialsInput = z.object({ email: emailSchema, password: z.string().min(1).max(200) });

/** Where a sign-in comes from. */
export interface SignInFrom {
  /** `null` when it is not known: then only the account's own bound holds. */
  readonly address: string | null;
  /** A browser in which this account was signed in to before (known-device.ts). */
  readonly device: string | null;
}

interface SignedIn extends User {
  /** Changes with the password: see passwordStamp. */
  readonly stamp: string;
}

/**
 * The user, or AppError `unauthenticated`; `rate_limited` after too many failures. An unknown e-mail and a wrong
 * password give the same answer in the same time. A known browser counts its own failures and is bound by nobody
 * else's: whoever guesses shuts out nothing but browsers that the account has never been signed in with.
 */
export async function verifyCredentials(
  ctx: Pick<Context, "db" | "clock">,
  rawInput: z.input<typeof credentialsInput>,
  { address, device }: SignInFrom,
  throttle: Throttle = processThrottle(),
): Promise<SignedIn> {
  const parsed = credentialsInput.safeParse(rawInput);
  if (!parsed.success) throw refusal();
  const { email, password } = parsed.data;
  const keys = device === null ? boundsOf(email, address) : [boundOfDevice(device)];
  for (const [key, max] of keys) throttle.check(key, max);
  // Counted before the slow comparison, so that attempts in parallel are counted too.
  for (const [key] of keys) throttle.failed(key);
  const user = await ctx.db.user.findUnique({ where: { email }, include: withMemberships });
  const who = device === null ? "stranger" : "known";
  const matches = await passwordMatches(user?.passwordHash, password, who);
  if (user === null) throw refusal();
  if (!matches) {
    await noteSignIn(ctx, "session.refused", toUser(user), address);
    throw refusal();
  }
  for (const [key] of keys) throttle.succeeded(key);
  const lastSignInAt = new Date(ctx.clock.now());
  await ctx.db.user.update({ where: { id: user.id }, data: { lastSignInAt } });
  await noteSignIn(ctx, "session.began", toUser(user), address);
  return { ...toUser(user), lastSignInAt, stamp: passwordStamp(user.passwordHash) };
}

type Bound = readonly [key: string, max: number];

const boundOfDevice = (device: string): Bound => [`device ${device}`, FAILURES_MAX_OF_DEVICE];

function boundsOf(email: string, address: string | null): readonly Bound[] {
  const ofAccount: Bound = [email, FAILURES_MAX_OF_EMAIL];
  if (address === null) return [ofAccount];
  return [
    [`${email}\n${address}`, FAILURES_MAX_OF_EMAIL_AND_ADDRESS],
    [`address ${address}`, FAILURES_MAX_OF_ADDRESS],
    ofAccount,
  ];
}

const refusal = () => new AppError("unauthenticated", "This email and password do not match");
