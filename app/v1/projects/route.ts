import { listAnswer } from "@/lib/http/destinations/answers";
import { methods } from "@/lib/http/methods";
import { toProjectResource } from "@/lib/http/project-resource";
import { route } from "@/lib/http/route";
import { listProjects } from "@/lib/projects/list-projects";

const list = route({ scope: "projects:read" }, async ({ ctx }) =>
  listAnswer((await listProjects(ctx)).map(toProjectResource)),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: list });
