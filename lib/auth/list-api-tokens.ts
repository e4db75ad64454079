import { type ApiToken, toApiToken, withCreator } from "@/lib/auth/api-token";
import type { Context } from "@/lib/verbs/context";
import { requirePerson } from "@/lib/verbs/guards";

/** Newest first. */
export async function listApiTokens(ctx: Context): Promise<readonly ApiToken[]> {
  requirePerson(ctx);
  const rows = await ctx.db.apiToken.findMany({ include: withCreator, orderBy: { id: "desc" } });
  return rows.map(toApiToken);
}
