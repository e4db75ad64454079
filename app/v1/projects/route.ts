import { listProjects } from "@/lib/admin/projects/list-projects";
import { listAnswer } from "@/lib/web/api/answers";
import { toProjectResource } from "@/lib/web/api/project-resource";
import { methods } from "@/lib/web/methods";
import { route } from "@/lib/web/route";

const list = route({ scope: "projects:read" }, async ({ ctx }) =>
  listAnswer((await listProjects(ctx)).map(toProjectResource)),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: list });
