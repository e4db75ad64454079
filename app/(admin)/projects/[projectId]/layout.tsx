import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import { listProjects } from "@/lib/admin/projects/list-projects";
import { type ProjectPageProps, projectPage } from "./project-page";

/** What does not exist has the title of the page that says so. */
export async function generateMetadata({ params }: Pick<ProjectPageProps, "params">) {
  await projectPage((await params).projectId);
  return {};
}

export default async function ProjectLayout({
  params,
  children,
}: {
  readonly params: Promise<{ projectId: string }>;
  readonly children: ReactNode;
}) {
  const { ctx, project } = await projectPage((await params).projectId);
  const projects = await listProjects(ctx);
  const account = ctx.actor.kind === "user" ? ctx.actor : { name: "", email: "" };
  return (
    <Shell
      project={{ id: project.id, name: project.name }}
      projects={projects.map(({ id, name }) => ({ id, name }))}
      account={{ name: account.name, email: account.email }}
    >
      {children}
    </Shell>
  );
}
