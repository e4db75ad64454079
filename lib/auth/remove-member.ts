import { z } from "zod";
import { AppError } from "@/lib/kernel/errors";
import type { Context } from "@/lib/verbs/context";
import { idSchema, parseInput, requirePerson } from "@/lib/verbs/guards";

export const removeMemberInput = z.object({ id: idSchema });

/** Ends the member's sessions at once. Nobody can remove themselves, so one member always stays. */
export async function removeMember(ctx: Context, rawInput: { id: number }): Promise<void> {
  requirePerson(ctx);
  const { id } = parseInput(removeMemberInput, rawInput);
  if (ctx.actor.kind === "user" && ctx.actor.id === id) {
    throw new AppError("conflict", "You cannot remove yourself: ask another member to do it");
  }
  const { count } = await ctx.db.user.deleteMany({ where: { id } });
  if (count === 0) throw new AppError("not_found", `Member ${id} does not exist`);
}
