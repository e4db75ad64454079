"use client";

import { Controller, useForm } from "react-hook-form";
import { toast } from "sonner";
import { Button } from "@/components/ui/controls/button";
import { Switch } from "@/components/ui/controls/switch";
import { FormTextField } from "@/components/ui/forms/form-text-field";
import { ShortForm } from "@/components/ui/forms/short-form";
import { showFailure } from "@/components/ui/forms/show-failure";
import type { QuietHours } from "@/lib/admin/alerts/quiet-hours";
import type { ActionResult } from "@/lib/web/action-result";

interface QuietHoursFormProps {
  readonly projectId: number;
  readonly quiet: QuietHours | null;
  readonly save: (input: {
    projectId: number;
    quiet: QuietHours | null;
  }) => Promise<ActionResult<unknown>>;
}

const fieldOf = (field: string) =>
  (["from", "to", "timeZone"] as const).find((name) => field === `quiet.${name}`);

export function QuietHoursForm({ projectId, quiet, save }: QuietHoursFormProps) {
  const { control, handleSubmit, setError, watch, formState } = useForm({
    defaultValues: {
      isQuiet: quiet !== null,
      from: quiet?.from ?? "22:00",
      to: quiet?.to ?? "07:00",
      timeZone: quiet?.timeZone ?? "UTC",
    },
  });
  const submit = handleSubmit(async ({ isQuiet, ...hours }) => {
    const result = await save({ projectId, quiet: isQuiet ? hours : null });
    if (!result.ok) return showFailure(result, fieldOf, setError);
    toast.success("Saved");
  });
  return (
    <ShortForm onSubmit={submit} failure={formState.errors.root}>
      <Controller
        control={control}
        name="isQuiet"
        render={({ field }) => (
          <Switch
            label="Quiet hours"
            hideLabel
            onText="On"
            offText="Off"
            isSelected={field.value}
            onChange={field.onChange}
          />
        )}
      />
      {watch("isQuiet") && (
        <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-3">
          <FormTextField control={control} name="from" label="From" autoComplete="off" />
          <FormTextField control={control} name="to" label="To" autoComplete="off" />
          <FormTextField
            control={control}
            name="timeZone"
            label="Time zone"
            autoComplete="off"
            spellCheck="false"
          />
        </div>
      )}
      <Button type="submit" isPending={formState.isSubmitting} className="self-start">
        Save quiet hours
      </Button>
    </ShortForm>
  );
}
