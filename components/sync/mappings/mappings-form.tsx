"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { ConflictDialog } from "@/components/sync/conflict/conflict-dialog";
import { onlyChanges } from "@/components/sync/conflict/only-changes";
import { EditCard } from "@/components/sync/edit-card";
import type { LeaveForm } from "@/components/sync/edit-mode";
import { errorList } from "@/components/sync/error-list";
import { useFieldLinks } from "@/components/sync/field-links";
import { ImpactDialog } from "@/components/sync/impact/impact-dialog";
import { PreviewButton } from "@/components/sync/preview/preview-button";
import type { PreviewVerbs } from "@/components/sync/preview/preview-verbs";
import type { AskCoverage, AskImpact, LoadSync, SaveSync } from "@/components/sync/sync-verbs";
import { useSaveSync } from "@/components/sync/use-save-sync";
import { ConfirmDialog } from "@/components/ui/controls/confirm-dialog";
import { Callout } from "@/components/ui/data/callout";
import type { NameOption } from "@/components/ui/name-picker/name-option";
import { propertyLabel } from "@/lib/admin/names/property-label";
import type { Sync } from "@/lib/admin/syncs/sync";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { CoverageLine } from "./coverage-line";
import { mergeWarning } from "./coverage-text";
import { FallbackList } from "./fallback-list";
import {
  type MappingsForm as FormValues,
  type MappingsFormInput,
  mappingsFormSchema,
} from "./form-schema";
import { identifierOptions } from "./identifier-options";
import { IdentifierPicker } from "./identifier-picker";
import { MappingNotes } from "./mapping-notes";
import { MappingsTable, mappingLabelId } from "./mappings-table";
import { useConfirmedIdentifier } from "./use-confirmed-identifier";

export interface MappingsFormProps extends LeaveForm {
  readonly sync: Sync;
  readonly userProperties: readonly NameOption[];
  readonly save: SaveSync;
  readonly load: LoadSync;
  readonly askImpact: AskImpact;
  readonly preview: PreviewVerbs;
  readonly definition: ConnectorDefinition;
  readonly coverage: AskCoverage;
}

/** Edit mode of the Mappings tab. */
export function MappingsForm(props: MappingsFormProps) {
  const { sync, definition, userProperties, save, load, askImpact, onCancel, onSaved } = props;
  const [base] = useState(sync);
  const options = useMemo(() => identifierOptions(userProperties), [userProperties]);
  const form = useForm<MappingsFormInput, unknown, FormValues>({
    resolver: zodResolver(mappingsFormSchema),
    defaultValues: {
      settings: {
        identifier: base.settings.identifier,
        fallbackIdentifiers: [...base.settings.fallbackIdentifiers],
      },
    },
  });
  const { control, formState } = form;
  const identifier = useWatch({ control, name: "settings.identifier" }) ?? "";
  const fallbackIdentifiers = useWatch({ control, name: "settings.fallbackIdentifiers" }) ?? [];
  const saving = useSaveSync({ form, base, save, load, askImpact, onSaved });
  const confirmed = useConfirmedIdentifier({ base, ask: props.coverage, save: saving.submit });
  const problems = errorList(definition, formState.errors);
  const { goTo } = useFieldLinks(form, problems);
  return (
    <EditCard
      title="Mappings"
      flush
      isDirty={formState.isDirty}
      isSaving={formState.isSubmitting}
      failure={formState.errors.root}
      problems={problems}
      onGoTo={goTo}
      actions={
        <PreviewButton
          sync={base}
          definition={definition}
          identifier={identifier}
          verbs={props.preview}
          edits={() => onlyChanges(form.getValues(), base)}
        />
      }
      onSave={form.handleSubmit(confirmed.submit)}
      onCancel={onCancel}
    >
      <MappingsTable
        definition={definition}
        source={(mappingId) => (
          <IdentifierPicker
            control={control}
            options={options}
            labelledBy={mappingLabelId(mappingId)}
          />
        )}
      />
      {definition.mappings.map(({ id, fallbacks }) =>
        fallbacks === undefined ? null : (
          <FallbackList key={id} label={fallbacks} control={control} options={options} />
        ),
      )}
      <MappingNotes definition={definition}>
        {base.enabled && identifier !== base.settings.identifier && (
          <Callout tone="caution" title="This sync is enabled">
            From the moment you save, people are known by another identifier.{" "}
            {definition.displayName} keeps those it knows by the old one, and makes new ones for the
            others: nobody is moved.
          </Callout>
        )}
        {identifier !== "" && (
          <CoverageLine
            sync={base}
            definition={definition}
            identifier={identifier}
            fallbackIdentifiers={fallbackIdentifiers}
            ask={props.coverage}
          />
        )}
      </MappingNotes>
      {confirmed.merge !== null && (
        <ConfirmDialog
          title="Merge people?"
          confirmLabel="Save"
          cancelLabel="Keep editing"
          typed={propertyLabel(confirmed.merge.settings.identifier)}
          isOpen
          onOpenChange={confirmed.dismiss}
          onConfirm={confirmed.saveMerged}
        >
          <p>{mergeWarning(confirmed.merge.coverage, definition.displayName)}</p>
          <p>Nobody can take them apart again there.</p>
        </ConfirmDialog>
      )}
      <ImpactDialog
        pending={saving.pending}
        definition={definition}
        sync={base}
        onClose={saving.forget}
        onSave={saving.saveSeen}
      />
      {saving.conflict !== null && (
        <ConflictDialog
          {...saving.conflict}
          definition={definition}
          onClose={saving.dismiss}
          onTakeTheirs={onSaved}
          onSaveMine={saving.saveOver}
        />
      )}
    </EditCard>
  );
}
