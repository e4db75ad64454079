import type { Project } from "@/lib/admin/projects/project";

/** A project as the management API answers it. Pure. */
export const toProjectResource = (project: Project) => ({
  id: String(project.id),
  object: "project" as const,
  name: project.name,
  api_key: project.apiKey,
  created_at: project.createdAt.toISOString(),
});
