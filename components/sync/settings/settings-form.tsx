"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect, useMemo, useState } from "react";
import { useForm } from "react-hook-form";
import { ConflictDialog } from "@/components/sync/conflict/conflict-dialog";
import { EditCard } from "@/components/sync/edit-card";
import type { LeaveForm } from "@/components/sync/edit-mode";
import { errorList } from "@/components/sync/error-list";
import type { Names } from "@/components/sync/names";
import { AdvancedFields } from "@/components/sync/settings/advanced-fields";
import { ConnectionFields } from "@/components/sync/settings/connection-fields";
import { EventsFields } from "@/components/sync/settings/events-fields";
import {
  type SettingsForm as FormValues,
  type SettingsFormInput,
  settingsFormSchema,
  toForm,
  toPatch,
} from "@/components/sync/settings/form-schema";
import { NothingSent } from "@/components/sync/settings/nothing-sent";
import { StatusField } from "@/components/sync/settings/status-field";
import { UsersFields } from "@/components/sync/settings/users-fields";
import {
  type AskBacklog,
  type LoadSync,
  refOf,
  type SaveSync,
  type TestConnection,
} from "@/components/sync/sync-verbs";
import { useSaveSync } from "@/components/sync/use-save-sync";
import type { Region } from "@/lib/destinations/customerio/settings";
import type { Sync } from "@/lib/syncs/sync";

export interface SettingsFormProps extends LeaveForm {
  readonly sync: Sync;
  readonly names: Names;
  readonly save: SaveSync;
  readonly load: LoadSync;
  readonly test: TestConnection;
  readonly askBacklog: AskBacklog;
  /** The other region, when a link led here to switch to it. */
  readonly switchTo: Region | undefined;
}

/** Edit mode of the Settings tab, in the order of the setup guide. */
export function SettingsForm(props: SettingsFormProps) {
  const { sync, names, save, load, test, switchTo, onCancel, onSaved } = props;
  const [base] = useState(sync);
  const [replacing, setReplacing] = useState(false);
  const [sendMissed, setSendMissed] = useState(false);
  const hint = base.secretHints["api_key"];
  const schema = useMemo(() => settingsFormSchema({ hasApiKey: hint !== undefined }), [hint]);
  const form = useForm<SettingsFormInput, unknown, FormValues>({
    resolver: zodResolver(schema),
    defaultValues: toForm(base),
    mode: "onTouched",
  });
  const { control, formState } = form;
  const saving = useSaveSync({ form, base, save, load, sendMissed, onSaved });
  useEffect(() => {
    if (switchTo) form.setValue("config.region", switchTo, { shouldDirty: true });
  }, [form, switchTo]);
  return (
    <EditCard
      title="Destination Settings"
      isDirty={formState.isDirty}
      isSaving={formState.isSubmitting}
      failure={saving.failure}
      problems={formState.submitCount === 0 ? [] : errorList(formState.errors)}
      onSave={form.handleSubmit((values) => saving.submit(toPatch(values)))}
      onCancel={onCancel}
    >
      <StatusField
        control={control}
        sync={base}
        ask={props.askBacklog}
        sendMissed={sendMissed}
        onSendMissed={setSendMissed}
      />
      <ConnectionFields
        control={control}
        hint={hint}
        replacing={replacing}
        onReplace={setReplacing}
        test={({ siteId, apiKey, region }) =>
          test({
            ...refOf(base),
            config: { site_id: siteId, region },
            secrets: apiKey === "" ? {} : { api_key: apiKey },
          })
        }
      />
      <UsersFields control={control} properties={names.userProperties} />
      <EventsFields control={control} names={names} />
      <NothingSent control={control} />
      <AdvancedFields control={control} />
      {saving.conflict !== null && (
        <ConflictDialog
          {...saving.conflict}
          onClose={saving.dismiss}
          onTakeTheirs={onSaved}
          onSaveMine={saving.saveOver}
        />
      )}
    </EditCard>
  );
}
