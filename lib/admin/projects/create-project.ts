import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, requirePerson } from "@/lib/admin/verb/guards";
import { insertProject, newKey } from "./insert-project";
import type { Project } from "./project";

const createProjectInput = z.object({
  name: z.string().trim().min(1, "Enter a name").max(200, "Use at most 200 characters"),
});

export async function createProject(
  ctx: Context,
  rawInput: z.input<typeof createProjectInput>,
): Promise<Project> {
  requirePerson(ctx, "instance:write");
  const { name } = parseInput(createProjectInput, rawInput);
  return insertProject(ctx, { name, apiKey: newKey() });
}
