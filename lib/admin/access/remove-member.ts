import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import { found, idSchema, parseInput, requirePerson } from "@/lib/admin/verb/guards";
import { AppError } from "@/lib/kernel/errors";

const removeMemberInput = z.object({ id: idSchema });

/** Ends the member's sessions at once. Nobody can remove themselves, so one member always stays. */
export async function removeMember(ctx: Context, rawInput: { id: number }): Promise<void> {
  requirePerson(ctx);
  const { id } = parseInput(removeMemberInput, rawInput);
  if (ctx.actor.kind === "user" && ctx.actor.id === id) {
    throw new AppError("conflict", "You cannot remove yourself: ask another member to do it");
  }
  await ctx.db.$transaction(async (tx) => {
    const user = found(await tx.user.findUnique({ where: { id } }), `Member ${id}`);
    await tx.user.delete({ where: { id } });
    const { email: target, name } = user;
    await writeAudit(tx, ctx, { action: "member.removed", target, details: { name } });
  });
}
