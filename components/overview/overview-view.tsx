import type { AskedMetrics } from "@/components/metrics/ask-metrics";
import { PageHeader } from "@/components/ui/data/page-header";
import type { Project } from "@/lib/admin/projects/project";
import type { RejectedUploads } from "@/lib/admin/sources/rejected-uploads";
import type { SourceStatus } from "@/lib/admin/sources/sources-status";
import type { SyncSummary } from "@/lib/admin/syncs/list-sync-summaries";
import { Dashboard } from "./dashboard";
import { FirstSteps } from "./first-steps";
import type { Snippet } from "./snippets";
import { StepsDone } from "./steps-done";

interface OverviewViewProps {
  readonly project: Project;
  readonly sources: readonly SourceStatus[];
  readonly snippets: readonly Snippet[];
  readonly rows: readonly SyncSummary[];
  readonly rejected: RejectedUploads;
  readonly metrics: AskedMetrics;
}

/** The first steps until something has been delivered, then the dashboard. */
export function OverviewView({
  project,
  sources,
  snippets,
  rows,
  rejected,
  metrics,
}: OverviewViewProps) {
  const isRunning = rows.some(({ hasDelivered }) => hasDelivered);
  return (
    <>
      <PageHeader
        title="Overview"
        crumbs={[{ label: "Data" }, { label: "Overview" }]}
        description={isRunning ? project.name : "Three steps from an event to its delivery."}
      />
      {isRunning ? (
        <>
          <StepsDone projectId={project.id} />
          <Dashboard projectId={project.id} sources={sources} rows={rows} metrics={metrics} />
        </>
      ) : (
        <FirstSteps
          projectId={project.id}
          eventsStored={project.lastOffset}
          snippets={snippets}
          rows={rows}
          rejected={rejected}
        />
      )}
    </>
  );
}
