import type { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, requirePerson } from "@/lib/admin/verb/guards";
import { AppError } from "@/lib/kernel/errors";
import { newUserInput } from "./create-first-admin";
import { hashPassword } from "./password";
import { toUser, type User } from "./user";

export async function addMember(
  ctx: Context,
  rawInput: z.input<typeof newUserInput>,
): Promise<User> {
  requirePerson(ctx);
  const { name, email, password } = parseInput(newUserInput, rawInput);
  const passwordHash = await hashPassword(password);
  return ctx.db.$transaction(async (tx) => {
    const [row] = await tx.user.createManyAndReturn({
      data: [{ name, email, passwordHash }],
      skipDuplicates: true,
    });
    if (row === undefined) {
      const message = "There is a member with this email already";
      throw new AppError("conflict", message, [{ field: "email", message, code: "taken" }]);
    }
    await writeAudit(tx, ctx, { action: "member.added", target: email, details: { name } });
    return toUser(row);
  });
}
