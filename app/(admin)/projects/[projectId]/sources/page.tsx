import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { SourcesView } from "@/components/sources/sources-view";
import { WebhookCard } from "@/components/sources/webhook-card";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { PageHeader } from "@/components/ui/data/page-header";
import { listSources } from "@/lib/admin/sources/list-sources";
import { rejectedUploads } from "@/lib/admin/sources/rejected-uploads";
import { sourcesStatus } from "@/lib/admin/sources/sources-status";

const VERBS = {
  create: createSourceAction,
  replaceSecret: replaceSourceSecretAction,
  remove: deleteSourceAction,
};

import { createSourceAction, deleteSourceAction, replaceSourceSecretAction } from "./actions";

export const metadata = { title: "Sources" };

export default async function SourcesPage({ params }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const projectId = project.id;
  const [sources, rejected, webhooks] = await Promise.all([
    sourcesStatus(ctx, { projectId }),
    rejectedUploads(ctx, { projectId }),
    listSources(ctx, { projectId }),
  ]);
  return (
    <>
      <LiveRefresh everyMs={5000} />
      <PageHeader
        title="Sources"
        crumbs={[{ label: "Data" }, { label: "Sources" }]}
        description="What each ingestion endpoint accepted, ignored as a duplicate, and rejected, and why."
        actions={
          <ButtonLink href={`/projects/${projectId}/catalog?tab=sources`}>
            Connect a source
          </ButtonLink>
        }
      />
      <SourcesView sources={sources} rejected={rejected} />
      <WebhookCard projectId={projectId} sources={webhooks} verbs={VERBS} />
    </>
  );
}
