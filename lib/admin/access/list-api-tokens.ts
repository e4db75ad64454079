import type { Context } from "@/lib/admin/verb/context";
import { requirePerson } from "@/lib/admin/verb/guards";
import { type ApiToken, toApiToken, withCreator } from "./api-token";

/** Newest first. */
export async function listApiTokens(ctx: Context): Promise<readonly ApiToken[]> {
  requirePerson(ctx);
  const rows = await ctx.db.apiToken.findMany({ include: withCreator, orderBy: { id: "desc" } });
  return rows.map(toApiToken);
}
