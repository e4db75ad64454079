import { SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { EmptyState } from "@/components/ui/data/empty-state";
import { byType, type CatalogEntry } from "./catalog-entry";

/** Entries under the title of their type. */
export function CatalogSections<Entry extends CatalogEntry>({
  entries,
  wide = false,
  children,
}: {
  readonly entries: readonly Entry[];
  /** Larger cards, two in a row at most. */
  readonly wide?: boolean;
  /** Draws one entry as a list item. */
  readonly children: (entry: Entry) => ReactNode;
}) {
  if (entries.length === 0) {
    return (
      <EmptyState icon={<SearchX aria-hidden size={22} />} title="Nothing matches">
        Clear the search or the filter to see everything.
      </EmptyState>
    );
  }
  return byType(entries).map(([type, group]) => (
    <section key={type} aria-label={type} className="flex flex-col gap-3">
      <h2 className="font-semibold text-ink text-lg">{type}</h2>
      <ul
        className={cx(
          "grid items-start gap-4",
          wide
            ? "grid-cols-1 2xl:grid-cols-2"
            : "grid-cols-[repeat(auto-fill,minmax(min(100%,19rem),1fr))]",
        )}
      >
        {group.map(children)}
      </ul>
    </section>
  ));
}
