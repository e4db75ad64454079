import type { Context } from "@/lib/admin/verb/context";
import { requirePerson } from "@/lib/admin/verb/guards";
import { toUser, type User } from "./user";

export async function listMembers(ctx: Context): Promise<readonly User[]> {
  requirePerson(ctx);
  return (await ctx.db.user.findMany({ orderBy: { id: "asc" } })).map(toUser);
}
