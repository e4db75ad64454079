import { cache } from "react";
import { projectPage } from "@/app/(admin)/projects/[projectId]/project-page";
import { getPerson } from "@/lib/admin/people/get-person";
import { orNotFound } from "@/lib/web/or-not-found";
import { routeId } from "@/lib/web/route-id";

/** Session, project and person of the page, read once for the page and its title. */
export const personPage = cache(async (projectText: string, personText: string) => {
  const { ctx, project } = await projectPage(projectText);
  const one = { projectId: project.id, personId: routeId(personText) };
  return { ctx, project, one, person: await orNotFound(getPerson(ctx, one)) };
});
