import type { ReactNode } from "react";
import { RightsProvider } from "@/components/shell/rights";
import { Shell } from "@/components/shell/shell";
import { listProjects } from "@/lib/admin/projects/list-projects";
import { rightsOf } from "@/lib/admin/verb/guards";
import { projectPage } from "./project-page";

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
    <RightsProvider rights={rightsOf(ctx, project.id)}>
      <Shell
        project={{ id: project.id, name: project.name }}
        projects={projects.map(({ id, name }) => ({ id, name }))}
        account={{ name: account.name, email: account.email }}
      >
        {children}
      </Shell>
    </RightsProvider>
  );
}
