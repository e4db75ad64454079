import { type Project, projectColumns, toProject } from "@/lib/projects/project";
import type { Context } from "@/lib/verbs/context";
import { requireScope } from "@/lib/verbs/guards";

/** Oldest first. */
export async function listProjects(ctx: Context): Promise<readonly Project[]> {
  requireScope(ctx, "projects:read");
  const rows = await ctx.db.project.findMany({ select: projectColumns, orderBy: { id: "asc" } });
  return rows.map(toProject);
}
