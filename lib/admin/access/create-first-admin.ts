import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput } from "@/lib/admin/verb/guards";
import { AppError } from "@/lib/kernel/errors";
import { emailSchema, hashPassword } from "./password";
import { passwordSchema } from "./password-schema";
import { toUser, type User } from "./user";

const FIRST_ADMIN_LOCK = 7_216_401;

export const newUserInput = z.object({
  name: z.string().trim().min(1, "Enter a name").max(200, "Use at most 200 characters"),
  email: emailSchema,
  password: passwordSchema,
});

/** Creates the first admin; `conflict` as soon as there is any user, also when two try at once. */
export async function createFirstAdmin(
  ctx: Pick<Context, "actor" | "db" | "clock">,
  rawInput: z.input<typeof newUserInput>,
): Promise<User> {
  const { name, email, password } = parseInput(newUserInput, rawInput);
  // Hashing costs, and this door stands open to everybody for ever.
  await requireFirstRun(ctx.db);
  const passwordHash = await hashPassword(password);
  return ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${FIRST_ADMIN_LOCK})`;
    await requireFirstRun(tx);
    const row = await tx.user.create({ data: { name, email, passwordHash } });
    await writeAudit(tx, ctx, { action: "member.added", target: email, details: { name } });
    return toUser(row);
  });
}

async function requireFirstRun(db: Pick<Context["db"], "user">): Promise<void> {
  if ((await db.user.findFirst({ select: { id: true } })) !== null)
    throw new AppError("conflict", "There is an admin already: sign in instead");
}
