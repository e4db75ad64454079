import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import { found, idSchema, parseInput, requirePerson } from "@/lib/admin/verb/guards";
import { tokensOf } from "./api-token";

const revokeApiTokenInput = z.object({ id: idSchema });

/** The token stops working with its next request. */
export async function revokeApiToken(ctx: Context, rawInput: { id: number }): Promise<void> {
  requirePerson(ctx, "tokens:write");
  const { id } = parseInput(revokeApiTokenInput, rawInput);
  await ctx.db.$transaction(async (tx) => {
    const token = found(
      await tx.apiToken.findFirst({ where: { id, ...tokensOf(ctx.actor) } }),
      `API token ${id}`,
    );
    await tx.apiToken.delete({ where: { id } });
    await tx.revokedToken.createMany({ data: [{ hash: token.hash }], skipDuplicates: true });
    const { name: target, lastFour } = token;
    await writeAudit(tx, ctx, { action: "token.revoked", target, details: { lastFour } });
  });
}
