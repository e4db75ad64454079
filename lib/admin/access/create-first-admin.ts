import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput } from "@/lib/admin/verb/guards";
import { AppError } from "@/lib/kernel/errors";
import { isFirstRun } from "./is-first-run";
import { lockOwners } from "./owners";
import { emailSchema, hashPassword } from "./password";
import { passwordSchema } from "./password-schema";
import { withMemberships } from "./to-access";
import { toUser, type User } from "./user";

export const newUserInput = z.object({
  name: z.string().trim().min(1, "Enter a name").max(200, "Use at most 200 characters"),
  email: emailSchema,
  password: passwordSchema,
});

/** Creates the first owner; `conflict` as soon as there has been any user, also when two try at once. */
export async function createFirstAdmin(
  ctx: Pick<Context, "actor" | "db" | "clock">,
  rawInput: z.input<typeof newUserInput>,
): Promise<User> {
  const { name, email, password } = parseInput(newUserInput, rawInput);
  // Hashing costs: not for who comes too late.
  if (!(await isFirstRun(ctx))) throw tooLate();
  const passwordHash = await hashPassword(password);
  return ctx.db.$transaction(async (tx) => {
    await lockOwners(tx);
    if (!(await isFirstRun({ db: tx }))) throw tooLate();
    await tx.installation.create({ data: { id: 1, setUpAt: new Date(ctx.clock.now()) } });
    const row = await tx.user.create({
      data: { name, email, passwordHash, isOwner: true },
      include: withMemberships,
    });
    await writeAudit(tx, ctx, {
      action: "member.added",
      target: email,
      details: { name, role: "owner" },
    });
    return toUser(row);
  });
}

const tooLate = () => new AppError("conflict", "There is an account already: sign in instead");
