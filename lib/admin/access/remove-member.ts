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
import { AppError } from "@/lib/kernel/errors";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import { lockMember, requireAnOwner } from "./owners";

export const removeMemberInput = z.object({ projectId: projectIdSchema, id: idSchema });

/**
 * Takes a member out of the project, at once for their sessions and tokens. The account goes with its last project, and
 * an owner's at once, and with the account its tokens. Nobody can remove themselves, and somebody stays owner.
 */
export async function removeMember(
  ctx: Context,
  rawInput: z.input<typeof removeMemberInput>,
): Promise<void> {
  requirePerson(ctx, "members:write");
  const { projectId, id } = parseInput(removeMemberInput, rawInput);
  requireIn(ctx, "members:write", projectId);
  if (ctx.actor.kind === "user" && ctx.actor.id === id) {
    throw new AppError("conflict", "You cannot remove yourself: ask another member to do it");
  }
  await ctx.db.$transaction(async (tx) => {
    const {
      email: target,
      name,
      isOwner,
      elsewhere,
      was,
    } = await lockMember(tx, ctx, projectId, id);
    const goes = isOwner || !elsewhere;
    if (goes) await removeAccount(tx, ctx, id);
    else await tx.member.delete({ where: { userId_projectId: { userId: id, projectId } } });
    if (isOwner) await requireAnOwner(tx);
    const details = { name, role: was };
    await writeAudit(tx, ctx, {
      action: "member.removed",
      // Without an account nothing is left in any project.
      ...(goes ? {} : { projectId }),
      target,
      details,
    });
  });
}

async function removeAccount(tx: Transaction, ctx: Context, id: number): Promise<void> {
  const tokens = await tx.apiToken.findMany({ where: { createdById: id } });
  await tx.apiToken.deleteMany({ where: { createdById: id } });
  for (const { name: target, lastFour } of tokens) {
    await writeAudit(tx, ctx, { action: "token.revoked", target, details: { lastFour } });
  }
  await tx.user.delete({ where: { id } });
}
