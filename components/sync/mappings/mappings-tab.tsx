"use client";

import { useCallback, useState } from "react";
import { stillChipStyle } from "@/components/sync/filter/chip-style";
import { CoverageLine } from "@/components/sync/mappings/coverage-line";
import { MappingNotes } from "@/components/sync/mappings/mapping-notes";
import { MappingsForm } from "@/components/sync/mappings/mappings-form";
import { MappingsTable } from "@/components/sync/mappings/mappings-table";
import { Mark } from "@/components/sync/mark";
import type { NameOption } from "@/components/sync/picker/name-option";
import { propertyLabel } from "@/components/sync/property-label";
import type { AskCoverage, LoadSync, SaveSync } from "@/components/sync/sync-verbs";
import { useLatestSync } from "@/components/sync/use-latest-sync";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { configSchema } from "@/lib/destinations/customerio/settings";
import type { Sync } from "@/lib/syncs/sync";

export interface MappingsTabProps {
  readonly sync: Sync;
  readonly userProperties: readonly NameOption[];
  readonly save: SaveSync;
  readonly load: LoadSync;
  readonly coverage: AskCoverage;
}

/** The Mappings tab: view mode until Edit is pressed. */
export function MappingsTab(props: MappingsTabProps) {
  const { userProperties, save, load, coverage } = props;
  const [isEditing, setEditing] = useState(false);
  const { sync, setSaved } = useLatestSync(props.sync);
  const { projectId } = sync;
  const identifierType = configSchema.shape.identifier_type.parse(sync.config["identifier_type"]);
  const ask = useCallback(
    (identifier: string) => coverage({ projectId, identifier, identifierType }),
    [coverage, projectId, identifierType],
  );
  if (isEditing) {
    return (
      <MappingsForm
        sync={sync}
        userProperties={userProperties}
        save={save}
        load={load}
        ask={ask}
        onSaved={setSaved}
        onDone={() => setEditing(false)}
      />
    );
  }
  const { identifier } = sync.settings;
  return (
    <Card
      title="Mappings"
      flush
      actions={
        <Button kind="primary" onPress={() => setEditing(true)}>
          Edit
        </Button>
      }
    >
      <MappingsTable
        source={() => (
          <span className={stillChipStyle}>
            <Mark />
            <span className="min-w-0 break-words">{propertyLabel(identifier)}</span>
          </span>
        )}
      />
      <MappingNotes>
        <CoverageLine identifier={identifier} ask={ask} />
      </MappingNotes>
    </Card>
  );
}
