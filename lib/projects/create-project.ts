import { z } from "zod";
import { insertProject, newKey } from "@/lib/projects/insert-project";
import type { Project } from "@/lib/projects/project";
import type { Context } from "@/lib/verbs/context";
import { parseInput, requirePerson } from "@/lib/verbs/guards";

export const createProjectInput = z.object({
  name: z.string().trim().min(1, "Enter a name").max(200, "Use at most 200 characters"),
});

export async function createProject(
  ctx: Context,
  rawInput: z.input<typeof createProjectInput>,
): Promise<Project> {
  requirePerson(ctx);
  const { name } = parseInput(createProjectInput, rawInput);
  return insertProject(ctx, { name, apiKey: newKey() });
}
