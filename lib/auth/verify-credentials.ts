import type { User } from "@/lib/auth/user";
import type { Context } from "@/lib/verbs/context";

/** The user, or AppError `unauthenticated`; `rate_limited` after too many failures. */
export async function verifyCredentials(
  _ctx: Pick<Context, "db" | "clock">,
  _input: { email: string; password: string; ip: string },
): Promise<User> {
  throw new Error("not written yet");
}
