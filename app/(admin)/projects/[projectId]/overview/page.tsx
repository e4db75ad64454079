import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { askMetrics } from "@/components/metrics/ask-metrics";
import { OverviewView } from "@/components/overview/overview-view";
import { httpSnippets } from "@/components/overview/snippets";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { rejectedUploads } from "@/lib/admin/sources/rejected-uploads";
import { sourcesStatus } from "@/lib/admin/sources/sources-status";
import { listSyncSummaries } from "@/lib/admin/syncs/list-sync-summaries";
import { env } from "@/lib/platform/env";

export const metadata = { title: "Overview" };

export default async function OverviewPage({ params, searchParams }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const [rows, sources, rejected, metrics] = await Promise.all([
    listSyncSummaries(ctx, { projectId: project.id }),
    sourcesStatus(ctx, { projectId: project.id }),
    rejectedUploads(ctx, { projectId: project.id }),
    askMetrics(ctx, { projectId: project.id }, await searchParams),
  ]);
  const snippets = httpSnippets(env().publicUrl, project.apiKey);
  return (
    <>
      <LiveRefresh />
      <OverviewView
        project={project}
        sources={sources}
        snippets={snippets}
        rows={rows}
        rejected={rejected}
        metrics={metrics}
      />
    </>
  );
}
