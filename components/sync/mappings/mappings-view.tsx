import { EditButton } from "@/components/sync/edit-mode";
import { stillChipStyle } from "@/components/sync/filter/chip-style";
import { PreviewButton } from "@/components/sync/preview/preview-button";
import type { PreviewVerbs } from "@/components/sync/preview/preview-verbs";
import { type AskCoverage, refOf } from "@/components/sync/sync-verbs";
import { Card } from "@/components/ui/data/card";
import { TributaryMark } from "@/components/ui/text/tributary-mark";
import { propertyLabel } from "@/lib/admin/names/property-label";
import type { Sync } from "@/lib/admin/syncs/sync";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { CoverageLine } from "./coverage-line";
import { Fallbacks } from "./fallbacks";
import { MappingNotes } from "./mapping-notes";
import { MappingsTable } from "./mappings-table";

interface MappingsViewProps {
  readonly sync: Sync;
  readonly definition: ConnectorDefinition;
  readonly coverage: AskCoverage;
  readonly preview: PreviewVerbs;
}

/** View mode of the Mappings tab. */
export function MappingsView({ sync, definition, coverage, preview }: MappingsViewProps) {
  const { settings } = sync;
  return (
    <Card
      title="Mappings"
      flush
      actions={
        <>
          <PreviewButton
            sync={refOf(sync)}
            definition={definition}
            identifier={sync.settings.identifier}
            verbs={preview}
          />
          <EditButton />
        </>
      }
    >
      <MappingsTable
        definition={definition}
        source={() => (
          <span className={stillChipStyle}>
            <TributaryMark />
            <span className="min-w-0 break-words">{propertyLabel(settings.identifier)}</span>
          </span>
        )}
      />
      {settings.fallbackIdentifiers.length > 0 &&
        definition.mappings.map(({ id, fallbacks }) =>
          fallbacks === undefined ? null : (
            <Fallbacks key={id} label={fallbacks}>
              {settings.fallbackIdentifiers.map((property) => (
                <li key={property}>
                  <span className={stillChipStyle}>
                    <TributaryMark />
                    <span className="min-w-0 break-words">{propertyLabel(property)}</span>
                  </span>
                </li>
              ))}
            </Fallbacks>
          ),
        )}
      <MappingNotes definition={definition}>
        <CoverageLine
          sync={sync}
          definition={definition}
          identifier={settings.identifier}
          fallbackIdentifiers={settings.fallbackIdentifiers}
          ask={coverage}
        />
      </MappingNotes>
    </Card>
  );
}
