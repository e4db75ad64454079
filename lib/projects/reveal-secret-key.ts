import { z } from "zod";
import { secretKeyRow } from "@/lib/projects/project";
import type { Context } from "@/lib/verbs/context";
import { found, idSchema, parseInput, requirePerson } from "@/lib/verbs/guards";

export const revealSecretKeyInput = z.object({ projectId: idSchema });

/** The key of the metrics call, in clear: for the API keys page, when a person asks for it. */
export async function revealSecretKey(
  ctx: Context,
  rawInput: { projectId: number },
): Promise<{ readonly secretKey: string }> {
  requirePerson(ctx);
  const { projectId: id } = parseInput(revealSecretKeyInput, rawInput);
  const row = await ctx.db.project.findUnique({ where: { id }, select: { secretKey: true } });
  const { secretKey } = found(row, `Project ${id}`);
  return { secretKey: ctx.cipher.decrypt(secretKey, secretKeyRow(id)) };
}
