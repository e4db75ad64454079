import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { SourcesView } from "@/components/sources/sources-view";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { PageHeader } from "@/components/ui/data/page-header";
import { rejectedUploads } from "@/lib/admin/sources/rejected-uploads";
import { sourcesStatus } from "@/lib/admin/sources/sources-status";

export const metadata = { title: "Sources" };

export default async function SourcesPage({ params }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const [sources, rejected] = await Promise.all([
    sourcesStatus(ctx, { projectId: project.id }),
    rejectedUploads(ctx, { projectId: project.id }),
  ]);
  return (
    <>
      <LiveRefresh everyMs={5000} />
      <PageHeader
        title="Sources"
        crumbs={[{ label: "Data" }, { label: "Sources" }]}
        description="What each ingestion endpoint accepted, ignored as a duplicate, and rejected, and why."
        actions={
          <ButtonLink href={`/projects/${project.id}/catalog?tab=sources`}>
            Connect a source
          </ButtonLink>
        }
      />
      <SourcesView sources={sources} rejected={rejected} />
    </>
  );
}
