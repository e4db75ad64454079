import { redirect } from "next/navigation";
import { firstOf, type ProjectPageProps } from "@/app/(admin)/projects/[projectId]/project-page";
import { AuthFrame } from "@/components/auth/auth-frame";
import { CreateAdminForm } from "@/components/auth/create-admin-form";
import { CreateProjectForm } from "@/components/project/create-project-form";
import { isFirstRun } from "@/lib/admin/access/is-first-run";
import { currentSession } from "@/lib/admin/access/require-session";
import { listProjects } from "@/lib/admin/projects/list-projects";
import { contextFor } from "@/lib/admin/verb/context-for";
import { createAdminAction, createProjectAction } from "./actions";

export const metadata = { title: "Set up" };
export const dynamic = "force-dynamic";

export default async function SetupPage({ searchParams }: Pick<ProjectPageProps, "searchParams">) {
  const ctx = await currentSession();
  if (ctx === null) {
    if (!(await isFirstRun(contextFor({ kind: "system" })))) redirect("/sign-in");
    return (
      <AuthFrame
        step="Step 1 of 2"
        title="Create your admin account"
        description="The first account, which owns this installation. You can add more members later."
      >
        <CreateAdminForm
          code={firstOf((await searchParams)["code"]) ?? ""}
          create={createAdminAction}
        />
      </AuthFrame>
    );
  }
  if ((await listProjects(ctx)).length > 0) redirect("/");
  if (ctx.actor.kind !== "user" || !ctx.actor.isOwner) {
    return (
      <AuthFrame title="No project">
        <p>You are a member of no project yet: ask an admin of one to make you a member.</p>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame
      step="Step 2 of 2"
      title="Create a project"
      description="A project receives events and streams them to its destinations."
    >
      <CreateProjectForm create={createProjectAction} />
    </AuthFrame>
  );
}
