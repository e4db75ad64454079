import {
  type SyncParams,
  syncPage,
  tabMetadata,
} from "@/app/(admin)/projects/[projectId]/destinations/[syncId]/sync-page";
import { askMetrics } from "@/components/metrics/ask-metrics";
import { MetricsTab } from "@/components/metrics/metrics-tab";
import { bothEnds } from "@/lib/admin/syncs/metrics/both-ends";
import { syncBooks } from "@/lib/admin/syncs/sync-books";

export const generateMetadata = tabMetadata("Metrics");

export default async function MetricsPage(props: {
  readonly params: SyncParams;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}) {
  const { ctx, project, sync, definition } = await syncPage(props.params);
  const query = await props.searchParams;
  const { report, error } = await askMetrics(
    ctx,
    { projectId: project.id, syncId: sync.id },
    query,
  );
  const { confirmation } = definition;
  const { start, end } = report;
  const ends = confirmation !== null && {
    confirmation,
    ends: await bothEnds(ctx, { id: sync.id, projectId: project.id, start, end }),
  };
  const books = await syncBooks(ctx, { id: sync.id, projectId: project.id });
  return report.syncs.map((each) => (
    <MetricsTab
      key={each.id}
      report={report}
      sync={each}
      base={`/projects/${project.id}/destinations/${sync.id}`}
      destination={definition.displayName}
      ends={ends || null}
      books={books}
      error={error}
    />
  ));
}
