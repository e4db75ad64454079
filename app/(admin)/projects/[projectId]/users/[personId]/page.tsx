import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { UserView } from "@/components/users/user-view";
import { getPerson } from "@/lib/admin/people/get-person";
import { orNotFound } from "@/lib/web/or-not-found";
import { routeId } from "@/lib/web/route-id";

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
      <UserView person={person} />
    </>
  );
}
