import { cache } from "react";
import { requireSession } from "@/lib/admin/access/require-session";
import { getProject } from "@/lib/admin/projects/get-project";
import { orNotFound } from "@/lib/web/or-not-found";
import { routeId } from "@/lib/web/route-id";

/** Session and project of the page, read once for the page and the layouts around it. */
export const projectPage = cache(async (projectId: string) => {
  const ctx = await requireSession();
  const project = await orNotFound(getProject(ctx, { projectId: routeId(projectId) }));
  return { ctx, project };
});

/** What Next gives a page below /projects/[projectId]. */
export interface ProjectPageProps<Names extends string = never> {
  readonly params: Promise<{ readonly [name in Names | "projectId"]: string }>;
  readonly searchParams: Promise<{ readonly [name: string]: string | string[] | undefined }>;
}

/** The first value of a query parameter; undefined when it is absent or empty. */
export const firstOf = (value: string | string[] | undefined): string | undefined =>
  (Array.isArray(value) ? value[0] : value) || undefined;
