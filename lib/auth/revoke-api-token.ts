import { z } from "zod";
import { AppError } from "@/lib/kernel/errors";
import type { Context } from "@/lib/verbs/context";
import { idSchema, parseInput, requirePerson } from "@/lib/verbs/guards";

export const revokeApiTokenInput = z.object({ id: idSchema });

/** The token stops working with its next request. */
export async function revokeApiToken(ctx: Context, rawInput: { id: number }): Promise<void> {
  requirePerson(ctx);
  const { id } = parseInput(revokeApiTokenInput, rawInput);
  const { count } = await ctx.db.apiToken.deleteMany({ where: { id } });
  if (count === 0) throw new AppError("not_found", `API token ${id} does not exist`);
}
