import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  parseInput,
  projectIdSchema,
  requireIn,
  requireScope,
} from "@/lib/admin/verb/guards";
import { type Project, projectColumns, toProject } from "./project";

const getProjectInput = z.object({ projectId: projectIdSchema });

export async function getProject(ctx: Context, rawInput: { projectId: number }): Promise<Project> {
  requireScope(ctx, "projects:read");
  const { projectId: id } = parseInput(getProjectInput, rawInput);
  requireIn(ctx, "projects:read", id);
  const row = await ctx.db.project.findUnique({ where: { id }, select: projectColumns });
  return toProject(found(row, `Project ${id}`));
}
