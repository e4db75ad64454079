import type { Project } from "@/lib/projects/project";
import type { Context } from "@/lib/verbs/context";

export async function renameProject(
  _ctx: Context,
  _input: { projectId: number; name: string },
): Promise<Project> {
  throw new Error("not written yet");
}
