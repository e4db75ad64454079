import type { Context } from "@/lib/admin/verb/context";
import { requirePerson } from "@/lib/admin/verb/guards";
import { type ApiToken, toApiToken, tokensOf, withCreator } from "./api-token";

/** The actor's own, an owner's list has everybody's. Newest first. */
export async function listApiTokens(ctx: Context): Promise<readonly ApiToken[]> {
  requirePerson(ctx, "tokens:write");
  const rows = await ctx.db.apiToken.findMany({
    where: tokensOf(ctx.actor),
    include: withCreator,
    orderBy: { id: "desc" },
  });
  return rows.map(toApiToken);
}
