import { ArrowRightFromLine } from "lucide-react";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { Card } from "@/components/ui/data/card";
import { EmptyState } from "@/components/ui/data/empty-state";
import { PageHeader } from "@/components/ui/data/page-header";
import type { SyncSummary } from "@/lib/admin/syncs/list-sync-summaries";
import { SyncTable } from "./sync-table";

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
