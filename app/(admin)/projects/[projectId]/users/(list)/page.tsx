import {
  firstOf,
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { UsersView } from "@/components/users/users-view";
import { findPeople } from "@/lib/admin/people/find-people";
import { orNotFound } from "@/lib/web/or-not-found";

export const metadata = { title: "Users" };

export default async function UsersPage({ params, searchParams }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const q = firstOf((await searchParams)["q"]);
  const found = await orNotFound(findPeople(ctx, { projectId: project.id, q }));
  return <UsersView found={found} q={q} />;
}
