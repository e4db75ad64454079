import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { PersonView } from "@/components/people/person-view";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { orNotFound } from "@/lib/http/or-not-found";
import { routeId } from "@/lib/http/route-id";
import { getPerson } from "@/lib/people/get-person";

export const metadata = { title: "User" };

export default async function PersonPage({ params }: ProjectPageProps<"personId">) {
  const { projectId, personId } = await params;
  const { ctx, project } = await projectPage(projectId);
  const person = await orNotFound(
    getPerson(ctx, { projectId: project.id, personId: routeId(personId) }),
  );
  return (
    <>
      <LiveRefresh everyMs={5000} />
      <PersonView person={person} />
    </>
  );
}
