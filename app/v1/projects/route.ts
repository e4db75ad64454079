import { listAnswer } from "@/lib/http/destinations/answers";
import { toProjectResource } from "@/lib/http/project-resource";
import { route } from "@/lib/http/route";
import { listProjects } from "@/lib/projects/list-projects";

export const GET = route({ scope: "projects:read" }, async ({ ctx }) =>
  listAnswer((await listProjects(ctx)).map(toProjectResource)),
);
