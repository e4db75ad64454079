import { ArrowRightFromLine } from "lucide-react";
import { SyncTable } from "@/components/projects/sync-table";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import type { SyncSummary } from "@/lib/syncs/list-sync-summaries";

export function DestinationsView({
  projectId,
  rows,
}: {
  readonly projectId: number;
  readonly rows: readonly SyncSummary[];
}) {
  const add = (
    <ButtonLink href={`/projects/${projectId}/catalog?tab=destinations`} kind="primary">
      Add destination
    </ButtonLink>
  );
  return (
    <>
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
