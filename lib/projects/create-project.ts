import type { Project } from "@/lib/projects/project";
import type { Context } from "@/lib/verbs/context";

export async function createProject(_ctx: Context, _input: { name: string }): Promise<Project> {
  throw new Error("not written yet");
}
