import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { LAST_PROJECT_COOKIE } from "@/components/shell/last-project-cookie";
import { requireSession } from "@/lib/admin/access/require-session";
import { listProjects } from "@/lib/admin/projects/list-projects";

export default async function HomePage() {
  const ctx = await requireSession();
  const projects = await listProjects(ctx);
  const last = Number((await cookies()).get(LAST_PROJECT_COOKIE)?.value);
  const project = projects.find(({ id }) => id === last) ?? projects.at(0);
  redirect(project ? `/projects/${project.id}/overview` : "/setup");
}
