import { toUser, type User } from "@/lib/auth/user";
import type { Context } from "@/lib/verbs/context";
import { requirePerson } from "@/lib/verbs/guards";

export async function listMembers(ctx: Context): Promise<readonly User[]> {
  requirePerson(ctx);
  return (await ctx.db.user.findMany({ orderBy: { id: "asc" } })).map(toUser);
}
