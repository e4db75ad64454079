import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { OverviewView } from "@/components/overview/overview-view";
import { httpSnippets } from "@/components/overview/snippets";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { env } from "@/lib/env";
import { sourcesStatus } from "@/lib/projects/sources-status";
import { listSyncSummaries } from "@/lib/syncs/list-sync-summaries";

export const metadata = { title: "Overview" };

export default async function OverviewPage({ params }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const [rows, sources] = await Promise.all([
    listSyncSummaries(ctx, { projectId: project.id }),
    sourcesStatus(ctx, { projectId: project.id }),
  ]);
  const snippets = httpSnippets(env().publicUrl, project.apiKey);
  return (
    <>
      <LiveRefresh />
      <OverviewView project={project} sources={sources} snippets={snippets} rows={rows} />
    </>
  );
}
