import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requirePerson } from "@/lib/admin/verb/guards";
import { getProject } from "./get-project";
import type { Project } from "./project";

const renameProjectInput = z.object({
  projectId: projectIdSchema,
  name: z.string().trim().min(1, "Enter a name").max(200, "Use at most 200 characters"),
});

export async function renameProject(
  ctx: Context,
  rawInput: { projectId: number; name: string },
): Promise<Project> {
  requirePerson(ctx, "project:write");
  const { projectId, name } = parseInput(renameProjectInput, rawInput);
  requireIn(ctx, "project:write", projectId);
  const { name: from } = await getProject(ctx, { projectId });
  if (name !== from) {
    await ctx.db.$transaction(async (tx) => {
      await tx.project.update({ where: { id: projectId }, data: { name } });
      const details = { from };
      await writeAudit(tx, ctx, { action: "project.renamed", projectId, target: name, details });
    });
  }
  return getProject(ctx, { projectId });
}
