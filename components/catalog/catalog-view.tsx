import { LinkTabs } from "@/components/ui/controls/link-tabs";
import { PageHeader } from "@/components/ui/data/page-header";
import { type CatalogEntry, type CatalogFilter, filterEntries } from "./catalog-entry";
import { CatalogSections } from "./catalog-sections";
import { CatalogTools } from "./catalog-tools";
import { DestinationCard } from "./destination-card";
import type { DestinationEntry } from "./destination-entries";
import { SourceCard } from "./source-card";
import type { SourceEntry } from "./source-entries";
import { TypeLinks } from "./type-links";

const distinct = (entries: readonly CatalogEntry[], key: "type" | "category") => [
  ...new Set(entries.map((entry) => entry[key])),
];

interface CatalogViewProps {
  readonly projectId: number;
  readonly tab: "sources" | "destinations";
  readonly filter: CatalogFilter;
  readonly destinations: readonly DestinationEntry[];
  readonly sources: readonly SourceEntry[];
}

export function CatalogView({ projectId, tab, filter, destinations, sources }: CatalogViewProps) {
  const href = (name: string) => `/projects/${projectId}/catalog?tab=${name}`;
  const shown = tab === "sources" ? sources : destinations;
  return (
    <>
      <PageHeader title="Catalog" crumbs={[{ label: "Data" }, { label: "Catalog" }]} />
      <LinkTabs
        label="Catalog"
        current={href(tab)}
        tabs={[
          { href: href("sources"), label: "Sources" },
          { href: href("destinations"), label: "Destinations" },
        ]}
      />
      <TypeLinks base={href(tab)} types={distinct(shown, "type")} current={filter.type} />
      <CatalogTools
        key={tab}
        types={distinct(shown, "type")}
        categories={distinct(shown, "category")}
      />
      {tab === "sources" ? (
        <CatalogSections entries={filterEntries(sources, filter)} wide>
          {(entry) => <SourceCard key={entry.id} entry={entry} />}
        </CatalogSections>
      ) : (
        <CatalogSections entries={filterEntries(destinations, filter)}>
          {(entry) => <DestinationCard key={entry.id} entry={entry} projectId={projectId} />}
        </CatalogSections>
      )}
    </>
  );
}
