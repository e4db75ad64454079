import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requirePerson } from "@/lib/admin/verb/guards";
import { ROLES } from "@/lib/admin/verb/rights";
import { AppError } from "@/lib/kernel/errors";
import { newUserInput } from "./create-first-admin";
import { hashPassword } from "./password";
import { withMemberships } from "./to-access";
import { toUser, type User } from "./user";

export const addMemberInput = z.object({
  ...newUserInput.shape,
  projectId: projectIdSchema,
  role: z.enum(ROLES),
  seesPersonalData: z.boolean(),
});

/** Makes an account with a role in one project. */
export async function addMember(
  ctx: Context,
  rawInput: z.input<typeof addMemberInput>,
): Promise<User> {
  requirePerson(ctx, "members:write");
  const input = parseInput(addMemberInput, rawInput);
  const { name, email, projectId, role, seesPersonalData } = input;
  requireIn(ctx, "members:write", projectId);
  const passwordHash = await hashPassword(input.password);
  return ctx.db.$transaction(async (tx) => {
    const [row] = await tx.user.createManyAndReturn({
      data: [{ name, email, passwordHash }],
      skipDuplicates: true,
    });
    if (row === undefined) {
      const message = "There is a member with this email already";
      throw new AppError("conflict", message, [{ field: "email", message, code: "taken" }]);
    }
    await tx.member.create({ data: { userId: row.id, projectId, role, seesPersonalData } });
    const details = { name, role, seesPersonalData };
    await writeAudit(tx, ctx, { action: "member.added", projectId, target: email, details });
    return toUser(
      await tx.user.findUniqueOrThrow({ where: { id: row.id }, include: withMemberships }),
    );
  });
}
