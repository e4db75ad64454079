import {
  firstOf,
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { PeopleView } from "@/components/people/people-view";
import { orNotFound } from "@/lib/http/or-not-found";
import { findPeople } from "@/lib/people/find-people";

export const metadata = { title: "Users" };

export default async function UsersPage({ params, searchParams }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const q = firstOf((await searchParams)["q"]);
  const people = await orNotFound(findPeople(ctx, { projectId: project.id, q }));
  return <PeopleView people={people} q={q} />;
}
