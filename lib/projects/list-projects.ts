import type { Project } from "@/lib/projects/project";
import type { Context } from "@/lib/verbs/context";

export async function listProjects(_ctx: Context): Promise<readonly Project[]> {
  throw new Error("not written yet");
}
