import type { CatalogEntry } from "@/components/catalog/catalog-entry";
import { DESTINATIONS } from "@/lib/destinations/registry";
import type { Sync } from "@/lib/syncs/sync";

export interface DestinationEntry extends CatalogEntry {
  readonly syncs: number;
}

/** Every destination that can be set up; connected when one of its syncs is enabled. */
export const destinationEntries = (syncs: readonly Sync[]): readonly DestinationEntry[] =>
  [...DESTINATIONS.values()].map((definition) => {
    const own = syncs.filter(({ partner }) => partner === definition.partner);
    return {
      id: definition.partner,
      name: definition.displayName,
      variant: "Event Streaming",
      type: "Event Streaming",
      category: definition.category,
      connected: own.some(({ enabled }) => enabled),
      summary: definition.summary,
      syncs: own.length,
    };
  });
