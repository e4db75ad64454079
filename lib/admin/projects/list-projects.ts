import type { Context } from "@/lib/admin/verb/context";
import { requireScope } from "@/lib/admin/verb/guards";
import { type Project, projectColumns, toProject } from "./project";

/** Oldest first. */
export async function listProjects(ctx: Context): Promise<readonly Project[]> {
  requireScope(ctx, "projects:read");
  const rows = await ctx.db.project.findMany({ select: projectColumns, orderBy: { id: "asc" } });
  return rows.map(toProject);
}
