import { ArrowRightFromLine } from "lucide-react";
import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { syncRows } from "@/app/(admin)/projects/[projectId]/sync-rows";
import { SyncTable } from "@/components/projects/sync-table";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";

export const metadata = { title: "Destinations" };

export default async function DestinationsPage({ params }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const rows = await syncRows(ctx, project.id);
  const add = (
    <ButtonLink href={`/projects/${project.id}/catalog?tab=destinations`} kind="primary">
      Add destination
    </ButtonLink>
  );
  return (
    <>
      <LiveRefresh everyMs={5000} />
      <PageHeader
        title="Destinations"
        crumbs={[{ label: "Data" }, { label: "Destinations" }]}
        actions={rows.length > 0 && add}
      />
      <Card flush>
        {rows.length > 0 ? (
          <SyncTable rows={rows} />
        ) : (
          <EmptyState
            icon={<ArrowRightFromLine aria-hidden size={22} />}
            title="No destinations yet"
            action={add}
          >
            A destination receives the events and users that its sync selects. Create one from the
            catalog.
          </EmptyState>
        )}
      </Card>
    </>
  );
}
