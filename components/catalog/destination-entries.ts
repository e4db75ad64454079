import type { Sync } from "@/lib/admin/syncs/sync";
import type { Mark } from "@/lib/engine/connectors/connector";
import { CONNECTORS } from "@/lib/engine/connectors/registry";
import type { CatalogEntry } from "./catalog-entry";

export interface DestinationEntry extends CatalogEntry {
  readonly syncs: number;
  readonly mark: Mark;
}

/** Every destination that can be set up; connected when one of its syncs is enabled. */
export const destinationEntries = (syncs: readonly Sync[]): readonly DestinationEntry[] =>
  CONNECTORS.map(({ definition }) => {
    const own = syncs.filter(({ partner }) => partner === definition.partner);
    return {
      id: definition.partner,
      name: definition.displayName,
      // The tile's name is the destination's, " - ", and this.
      variant: definition.tileName.slice(`${definition.displayName} - `.length),
      type: "Event Streaming",
      category: definition.category,
      connected: own.some(({ enabled }) => enabled),
      summary: definition.summary,
      mark: definition.mark,
      syncs: own.length,
    };
  });
