import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import { found, invalidInput, parseInput, requirePerson } from "@/lib/admin/verb/guards";
import { hashPassword, passwordMatches } from "./password";
import { passwordSchema } from "./password-schema";
import { processThrottle } from "./throttle";

/** A session that somebody left open is no place to guess from. */
const FAILURES_MAX = 10;

const changePasswordInput = z.object({
  current: z.string().min(1, "Enter your current password").max(200),
  password: passwordSchema,
});

/** Changes the signed-in person's password and ends all sessions, the present one too. */
export async function changePassword(
  ctx: Context,
  rawInput: z.input<typeof changePasswordInput>,
): Promise<void> {
  requirePerson(ctx, "own-account");
  const { current, password } = parseInput(changePasswordInput, rawInput);
  const id = ctx.actor.kind === "user" ? ctx.actor.id : 0;
  const user = found(await ctx.db.user.findUnique({ where: { id } }), "This member");
  const key = `password of ${id}`;
  const throttle = processThrottle();
  throttle.check(key, FAILURES_MAX);
  // Counted before the slow comparison, so that attempts in parallel are counted too.
  throttle.failed(key);
  if (!(await passwordMatches(user.passwordHash, current))) {
    const message = "This is not your current password";
    throw invalidInput([{ field: "current", message, code: "wrong_password" }]);
  }
  throttle.succeeded(key);
  const passwordHash = await hashPassword(password);
  await ctx.db.$transaction(async (tx) => {
    await tx.user.update({ where: { id }, data: { passwordHash } });
    await tx.session.deleteMany({ where: { userId: id } });
    await writeAudit(tx, ctx, { action: "password.changed", target: user.email });
  });
}
