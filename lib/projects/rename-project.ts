import { z } from "zod";
import { AppError } from "@/lib/kernel/errors";
import { getProject } from "@/lib/projects/get-project";
import type { Project } from "@/lib/projects/project";
import type { Context } from "@/lib/verbs/context";
import { idSchema, parseInput, requirePerson } from "@/lib/verbs/guards";

export const renameProjectInput = z.object({
  projectId: idSchema,
  name: z.string().trim().min(1, "Enter a name").max(200),
});

export async function renameProject(
  ctx: Context,
  rawInput: { projectId: number; name: string },
): Promise<Project> {
  requirePerson(ctx);
  const { projectId, name } = parseInput(renameProjectInput, rawInput);
  const { count } = await ctx.db.project.updateMany({ where: { id: projectId }, data: { name } });
  if (count === 0) throw new AppError("not_found", `Project ${projectId} does not exist`);
  return getProject(ctx, { projectId });
}
