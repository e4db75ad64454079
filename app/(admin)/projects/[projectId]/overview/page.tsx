import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { syncRows } from "@/app/(admin)/projects/[projectId]/sync-rows";
import { Dashboard } from "@/components/overview/dashboard";
import { FirstSteps } from "@/components/overview/first-steps";
import { httpSnippets } from "@/components/overview/snippets";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { PageHeader } from "@/components/ui/page-header";
import { env } from "@/lib/env";
import { sourcesStatus } from "@/lib/projects/sources-status";

export const metadata = { title: "Overview" };

export default async function OverviewPage({ params }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const [rows, sources] = await Promise.all([
    syncRows(ctx, project.id),
    sourcesStatus(ctx, { projectId: project.id }),
  ]);
  const isRunning = rows.some(({ status }) => status.delivered > 0);
  return (
    <>
      <LiveRefresh />
      <PageHeader
        title="Overview"
        crumbs={[{ label: "Data" }, { label: "Overview" }]}
        description={isRunning ? project.name : "Three steps from an event to Customer.io."}
      />
      {isRunning ? (
        <Dashboard projectId={project.id} sources={sources} rows={rows} />
      ) : (
        <FirstSteps
          projectId={project.id}
          eventsStored={project.lastOffset}
          snippets={httpSnippets(env().publicUrl, project.apiKey)}
          rows={rows}
        />
      )}
    </>
  );
}
