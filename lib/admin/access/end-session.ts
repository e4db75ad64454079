import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import { found, idSchema, parseInput, requirePerson } from "@/lib/admin/verb/guards";

export const endSessionInput = z.object({ id: idSchema });

/** Signs the person out somewhere else, with the next request from there. */
export async function endSession(
  ctx: Context,
  rawInput: z.input<typeof endSessionInput>,
): Promise<void> {
  requirePerson(ctx, "own-account");
  const { id } = parseInput(endSessionInput, rawInput);
  const { actor } = ctx;
  const userId = actor.kind === "user" ? actor.id : 0;
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id, userId } });
    found(count > 0 ? count : null, `Session ${id} of yours`);
    const target = actor.kind === "user" ? actor.email : "";
    await writeAudit(tx, ctx, { action: "session.ended", target, details: { session: id } });
  });
}
