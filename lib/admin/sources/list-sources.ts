import { z } from "zod";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requireScope } from "@/lib/admin/verb/guards";
import { type Source, toSource } from "./source";

const listSourcesInput = z.object({ projectId: projectIdSchema });

/** The sources that were made in a project, oldest first. */
export async function listSources(
  ctx: Context,
  rawInput: { projectId: number },
): Promise<readonly Source[]> {
  requireScope(ctx, "projects:read");
  const { projectId } = parseInput(listSourcesInput, rawInput);
  requireIn(ctx, "projects:read", projectId);
  await getProject(ctx, { projectId });
  const rows = await ctx.db.source.findMany({ where: { projectId }, orderBy: { id: "asc" } });
  return rows.map(toSource);
}
