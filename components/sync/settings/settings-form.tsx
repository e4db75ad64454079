"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { useForm } from "react-hook-form";
import { ConflictDialog } from "@/components/sync/conflict/conflict-dialog";
import { onlyChanges } from "@/components/sync/conflict/only-changes";
import { EditCard } from "@/components/sync/edit-card";
import type { LeaveForm } from "@/components/sync/edit-mode";
import { errorList } from "@/components/sync/error-list";
import { FieldLinksProvider, useFieldLinks } from "@/components/sync/field-links";
import { ImpactDialog } from "@/components/sync/impact/impact-dialog";
import type { Names } from "@/components/sync/name-options";
import { PreviewButton } from "@/components/sync/preview/preview-button";
import type { PreviewVerbs } from "@/components/sync/preview/preview-verbs";
import {
  type AskBacklog,
  type AskImpact,
  type LoadSync,
  refOf,
  type SaveSync,
  type TestConnection,
} from "@/components/sync/sync-verbs";
import { useSaveSync } from "@/components/sync/use-save-sync";
import { ConfirmDialog } from "@/components/ui/controls/confirm-dialog";
import type { Sync } from "@/lib/admin/syncs/sync";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { AdvancedFields } from "./advanced-fields";
import { connectionOnly } from "./connection-only";
import { ConnectionTest } from "./connection-test";
import { EventsFields } from "./events-fields";
import {
  type SettingsForm as FormValues,
  type SettingsFormInput,
  settingsFormSchema,
  toForm,
  toPatch,
} from "./form-schema";
import { NothingSent } from "./nothing-sent";
import { ParameterField } from "./parameter-field";
import { StatusField } from "./status-field";
import { useCheckedSave } from "./use-checked-save";
import { UsersFields } from "./users-fields";

export interface SettingsFormProps extends LeaveForm {
  readonly sync: Sync;
  readonly definition: ConnectorDefinition;
  readonly names: Names;
  readonly save: SaveSync;
  readonly load: LoadSync;
  readonly askImpact: AskImpact;
  readonly preview: PreviewVerbs;
  readonly test: TestConnection;
  readonly askBacklog: AskBacklog;
  /** A link led here to change the rows of Select and filter events. */
  readonly opensRows: boolean;
  /** A parameter and its new value, when a link led here to set it. */
  readonly preset: readonly [parameter: string, value: string] | undefined;
}

/** Edit mode of the Settings tab, in the order of the setup guide. */
export function SettingsForm(props: SettingsFormProps) {
  const { sync, definition, names, save, load, askImpact, test, preset, onCancel, onSaved } = props;
  const [base] = useState(sync);
  const [sendMissed, setSendMissed] = useState(false);
  const { secretHints } = base;
  const schema = useMemo(
    () => settingsFormSchema(definition, Object.keys(secretHints)),
    [definition, secretHints],
  );
  const form = useForm<SettingsFormInput, unknown, FormValues>({
    resolver: zodResolver(schema),
    defaultValues: toForm(definition, base),
    mode: "onTouched",
  });
  const { control, formState } = form;
  const saving = useSaveSync({ form, base, save, load, askImpact, sendMissed, onSaved });
  const checked = useCheckedSave({ base, definition, test, save: saving.submit });
  const set = useEffectEvent((parameter: string, value: string) =>
    form.setValue(`config.${parameter}`, value, { shouldDirty: true }),
  );
  useEffect(() => {
    if (preset) set(...preset);
  }, [preset]);
  const problems = formState.submitCount === 0 ? [] : errorList(definition, formState.errors);
  const { wanted, goTo } = useFieldLinks(form, problems);
  return (
    <EditCard
      title="Destination Settings"
      isDirty={formState.isDirty}
      isSaving={formState.isSubmitting}
      failure={formState.errors.root}
      problems={problems}
      onGoTo={goTo}
      actions={
        <PreviewButton
          sync={base}
          definition={definition}
          identifier={base.settings.identifier}
          verbs={props.preview}
          edits={() => onlyChanges(toPatch(form.getValues()), base)}
        />
      }
      onSave={form.handleSubmit((values) => checked.submit(values))}
      onCancel={onCancel}
    >
      <StatusField
        control={control}
        sync={base}
        ask={props.askBacklog}
        sendMissed={sendMissed}
        onSendMissed={setSendMissed}
      />
      {definition.parameters
        .filter(({ advanced }) => !advanced)
        .map((parameter) => (
          <ParameterField
            key={parameter.id}
            parameter={parameter}
            control={control}
            hint={secretHints[parameter.id]}
          />
        ))}
      <ConnectionTest
        control={control}
        test={({ config, secrets }) =>
          test({ ...refOf(base), config: connectionOnly(definition, config), secrets })
        }
        onFix={(parameter, value) =>
          form.setValue(`config.${parameter}`, value, { shouldDirty: true })
        }
      />
      <FieldLinksProvider wanted={wanted}>
        {definition.streams === "selected" && (
          <>
            <UsersFields
              control={control}
              definition={definition}
              properties={names.userProperties}
            />
            <EventsFields
              control={control}
              definition={definition}
              names={names}
              opensRows={props.opensRows}
            />
            <NothingSent control={control} />
          </>
        )}
        <AdvancedFields parameters={definition.parameters} control={control} hints={secretHints} />
      </FieldLinksProvider>
      <ConfirmDialog
        title="Save credentials that are refused?"
        confirmLabel="Save anyway"
        cancelLabel="Keep editing"
        isOpen={checked.doubt !== null}
        onOpenChange={checked.dismiss}
        onConfirm={async () => {
          if (checked.doubt !== null) await checked.saveAnyway(checked.doubt);
          return true;
        }}
      >
        <p>{checked.doubt?.message}</p>
        <p>
          Enabled with these credentials, the sync waits and sends nothing until they are mended.
        </p>
      </ConfirmDialog>
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
