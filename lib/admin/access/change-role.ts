import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import {
  idSchema,
  parseInput,
  projectIdSchema,
  requireIn,
  requirePerson,
} from "@/lib/admin/verb/guards";
import { ROLES } from "@/lib/admin/verb/rights";
import { lockMember, requireAnOwner } from "./owners";

export const changeRoleInput = z.object({
  projectId: projectIdSchema,
  id: idSchema,
  role: z.enum(["owner", ...ROLES]),
  seesPersonalData: z.boolean(),
});

/**
 * What a member may do from their next request on, and their tokens with them. Only an owner makes owners; one who is
 * none any more keeps the role that is given here, in this project alone. Somebody stays owner.
 */
export async function changeRole(
  ctx: Context,
  rawInput: z.input<typeof changeRoleInput>,
): Promise<void> {
  requirePerson(ctx, "members:write");
  const { projectId, id, role, seesPersonalData } = parseInput(changeRoleInput, rawInput);
  requireIn(ctx, "members:write", projectId);
  if (role === "owner") requirePerson(ctx, "instance:write");
  await ctx.db.$transaction(async (tx) => {
    const { email: target, isOwner, was } = await lockMember(tx, ctx, projectId, id);
    if (role === "owner") {
      if (isOwner) return;
      await tx.user.update({ where: { id }, data: { isOwner: true } });
    } else {
      await tx.user.update({ where: { id }, data: { isOwner: false } });
      await tx.member.upsert({
        where: { userId_projectId: { userId: id, projectId } },
        create: { userId: id, projectId, role, seesPersonalData },
        update: { role, seesPersonalData },
      });
      if (isOwner) await requireAnOwner(tx);
    }
    const details = { from: was, role, ...(role === "owner" ? {} : { seesPersonalData }) };
    await writeAudit(tx, ctx, { action: "member.role_changed", projectId, target, details });
  });
}
