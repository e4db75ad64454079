import type { Context } from "@/lib/admin/verb/context";
import { requireScope } from "@/lib/admin/verb/guards";
import { type Project, projectColumns, toProject } from "./project";

/** Those the actor is a member of, oldest first. */
export async function listProjects(ctx: Context): Promise<readonly Project[]> {
  requireScope(ctx, "projects:read");
  const { actor } = ctx;
  const seesAll = actor.kind === "system" || actor.isOwner;
  const rows = await ctx.db.project.findMany({
    ...(seesAll ? {} : { where: { id: { in: actor.grants.map(({ projectId }) => projectId) } } }),
    select: projectColumns,
    orderBy: { id: "asc" },
  });
  return rows.map(toProject);
}
