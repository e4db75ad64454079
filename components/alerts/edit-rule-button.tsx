"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { toast } from "sonner";
import { Button } from "@/components/ui/controls/button";
import { Dialog } from "@/components/ui/controls/dialog";
import { IconButton } from "@/components/ui/controls/icon-button";
import { Switch } from "@/components/ui/controls/switch";
import { FormNumberField } from "@/components/ui/forms/form-number-field";
import { ShortForm } from "@/components/ui/forms/short-form";
import { showFailure } from "@/components/ui/forms/show-failure";
import { ALERT_DEFINITIONS, type AlertKind } from "@/lib/admin/alerts/alert-kind";
import type { AlertRule } from "@/lib/admin/alerts/alert-rules";
import type { ActionResult } from "@/lib/web/action-result";

interface RulePlace {
  readonly projectId: number;
  /** Absent: the whole project. */
  readonly syncId?: number;
}

export type SaveRule = (
  input: RulePlace & { readonly kind: AlertKind; readonly rule: AlertRule | null },
) => Promise<ActionResult<unknown>>;

interface EditRuleProps {
  readonly place: RulePlace;
  readonly kind: AlertKind;
  readonly rule: AlertRule;
  /** Set just here: it can be given up. */
  readonly isOwn: boolean;
  readonly save: SaveRule;
}

export function EditRuleButton(props: EditRuleProps) {
  const [isOpen, setOpen] = useState(false);
  const { title } = ALERT_DEFINITIONS[props.kind];
  return (
    <>
      <IconButton label={`Edit ${title}`} size="sm" onPress={() => setOpen(true)}>
        <Pencil aria-hidden size={16} />
      </IconButton>
      <Dialog title={title} isOpen={isOpen} onOpenChange={setOpen}>
        <EditRuleForm {...props} onSaved={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function EditRuleForm({
  place,
  kind,
  rule,
  isOwn,
  save,
  onSaved,
}: EditRuleProps & { readonly onSaved: () => void }) {
  const { means, threshold, hasWindow, minimum } = ALERT_DEFINITIONS[kind];
  const { control, handleSubmit, setError, formState } = useForm<AlertRule>({
    defaultValues: rule,
  });
  const saveAs = async (next: AlertRule | null) => {
    const result = await save({ ...place, kind, rule: next });
    if (!result.ok) {
      return showFailure(result, ["warning", "critical", "window", "minimum"], setError);
    }
    toast.success("Saved");
    onSaved();
  };
  return (
    <ShortForm onSubmit={handleSubmit(saveAs)} failure={formState.errors.root}>
      <p className="text-muted">{means}</p>
      <Controller
        control={control}
        name="enabled"
        render={({ field }) => (
          <Switch label="Look for it" isSelected={field.value} onChange={field.onChange} />
        )}
      />
      {threshold !== null && (
        <div className="grid grid-cols-2 items-start gap-4">
          <FormNumberField
            control={control}
            name="warning"
            label={`Warning (${threshold.unit})`}
            description="Empty: no warning"
          />
          <FormNumberField
            control={control}
            name="critical"
            label={`Critical (${threshold.unit})`}
            description="Empty: never critical"
          />
        </div>
      )}
      {hasWindow && (
        <FormNumberField
          control={control}
          name="window"
          label="Within the last (minutes)"
          description="1 to 1,440"
        />
      )}
      {minimum !== null && (
        <FormNumberField control={control} name="minimum" label={`At least (${minimum})`} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        {isOwn && (
          <Button onPress={() => void saveAs(null)}>
            {place.syncId === undefined ? "Use the default" : "Use the project's"}
          </Button>
        )}
        <Button type="submit" kind="primary" isPending={formState.isSubmitting}>
          Save
        </Button>
      </div>
    </ShortForm>
  );
}
