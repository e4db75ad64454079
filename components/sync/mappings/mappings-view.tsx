import { EditButton } from "@/components/sync/edit-mode";
import { stillChipStyle } from "@/components/sync/filter/chip-style";
import { CoverageLine } from "@/components/sync/mappings/coverage-line";
import { MappingNotes } from "@/components/sync/mappings/mapping-notes";
import { MappingsTable } from "@/components/sync/mappings/mappings-table";
import { Mark } from "@/components/sync/mark";
import { propertyLabel } from "@/components/sync/property-label";
import type { AskCoverage } from "@/components/sync/sync-verbs";
import { Card } from "@/components/ui/card";
import type { ConnectorDefinition } from "@/lib/destinations/connector";
import type { Sync } from "@/lib/syncs/sync";

interface MappingsViewProps {
  readonly sync: Sync;
  readonly definition: ConnectorDefinition;
  readonly coverage: AskCoverage;
}

/** View mode of the Mappings tab. */
export function MappingsView({ sync, definition, coverage }: MappingsViewProps) {
  const { settings } = sync;
  return (
    <Card title="Mappings" flush actions={<EditButton />}>
      <MappingsTable
        definition={definition}
        source={() => (
          <span className={stillChipStyle}>
            <Mark />
            <span className="min-w-0 break-words">{propertyLabel(settings.identifier)}</span>
          </span>
        )}
      />
      <MappingNotes definition={definition}>
        <CoverageLine
          sync={sync}
          definition={definition}
          identifier={settings.identifier}
          ask={coverage}
        />
      </MappingNotes>
    </Card>
  );
}
