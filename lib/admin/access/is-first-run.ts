import type { Context } from "@/lib/admin/verb/context";

/** Whether nobody can sign in yet. */
export async function isFirstRun(ctx: Pick<Context, "db">): Promise<boolean> {
  return (await ctx.db.user.findFirst({ select: { id: true } })) === null;
}
