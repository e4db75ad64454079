import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { SourcePanel } from "@/components/sources/source-panel";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { PageHeader } from "@/components/ui/data/page-header";
import { sourcesStatus } from "@/lib/admin/sources/sources-status";

export const metadata = { title: "Sources" };

export default async function SourcesPage({ params }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const sources = await sourcesStatus(ctx, { projectId: project.id });
  return (
    <>
      <LiveRefresh everyMs={5000} />
      <PageHeader
        title="Sources"
        crumbs={[{ label: "Data" }, { label: "Sources" }]}
        description="What each ingestion endpoint accepted, ignored as a duplicate, and rejected."
        actions={
          <ButtonLink href={`/projects/${project.id}/catalog?tab=sources`}>
            Connect a source
          </ButtonLink>
        }
      />
      <div className="grid items-start gap-5 2xl:grid-cols-2">
        {sources.map((status) => (
          <SourcePanel key={status.source} status={status} />
        ))}
      </div>
    </>
  );
}
