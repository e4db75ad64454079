import type { Project } from "@/lib/projects/project";
import type { Context } from "@/lib/verbs/context";

export async function getProject(_ctx: Context, _input: { projectId: number }): Promise<Project> {
  throw new Error("not written yet");
}
