import { ArrowRightFromLine, SearchX } from "lucide-react";
import { Allowed } from "@/components/shell/rights";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { Card } from "@/components/ui/data/card";
import { EmptyState } from "@/components/ui/data/empty-state";
import { PageHeader } from "@/components/ui/data/page-header";
import { QuerySearch } from "@/components/ui/forms/query-search";
import type { SyncSummary } from "@/lib/admin/syncs/list-sync-summaries";
import { SyncTable } from "./sync-table";

export function DestinationsView({
  projectId,
  rows,
  q,
}: {
  readonly projectId: number;
  readonly rows: readonly SyncSummary[];
  /** What the name has to contain. */
  readonly q: string;
}) {
  const needle = q.trim().toLowerCase();
  const found = rows.filter(({ sync }) => sync.name.toLowerCase().includes(needle));
  const add = (
    <Allowed right="destinations:write">
      <ButtonLink href={`/projects/${projectId}/catalog?tab=destinations`} kind="primary">
        Add destination
      </ButtonLink>
    </Allowed>
  );
  return (
    <>
      <PageHeader
        title="Destinations"
        crumbs={[{ label: "Data" }, { label: "Destinations" }]}
        actions={rows.length > 0 && add}
      />
      {rows.length > 1 && <QuerySearch name="q" label="Search" className="w-72 max-w-full" />}
      <Card flush>
        {found.length > 0 && <SyncTable rows={found} />}
        {rows.length > 0 && found.length === 0 && (
          <EmptyState icon={<SearchX aria-hidden size={22} />} title="Nothing matches">
            No destination has this in its name.
          </EmptyState>
        )}
        {rows.length === 0 && (
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
