import { listProjects } from "@/lib/admin/projects/list-projects";
import { route } from "@/lib/web/route";
import { listOf, projectAnswer } from "./answer-schemas";
import { listAnswer } from "./answers";
import { toProjectResource } from "./project-resource";

/** The projects that the token sees. */
export const listAllProjects = route(
  { scope: "projects:read", answer: listOf(projectAnswer) },
  async ({ ctx }) => listAnswer((await listProjects(ctx)).map(toProjectResource)),
);
