"use client";

import { useId } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/controls/button";
import { Dialog } from "@/components/ui/controls/dialog";
import { FormTextField } from "@/components/ui/forms/form-text-field";
import { ShortForm } from "@/components/ui/forms/short-form";
import { showFailure } from "@/components/ui/forms/show-failure";
import type { ActionResult } from "@/lib/web/action-result";

interface RenameSyncDialogProps {
  readonly name: string;
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly rename: (name: string) => Promise<ActionResult<unknown>>;
}

export function RenameSyncDialog({ name, isOpen, onOpenChange, rename }: RenameSyncDialogProps) {
  const formId = useId();
  const { control, handleSubmit, setError, formState } = useForm({ defaultValues: { name } });
  const submit = handleSubmit(async (input) => {
    const result = await rename(input.name);
    if (!result.ok) return showFailure(result, toField, setError);
    onOpenChange(false);
  });
  return (
    <Dialog
      title="Rename sync"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      footer={
        <>
          <Button onPress={() => onOpenChange(false)}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            form={formId}
            isPending={formState.isSubmitting}
            isDisabled={!formState.isDirty}
          >
            Rename
          </Button>
        </>
      }
    >
      <ShortForm id={formId} onSubmit={submit} failure={formState.errors.root}>
        <FormTextField
          control={control}
          name="name"
          label="Sync name"
          autoFocus
          autoComplete="off"
        />
      </ShortForm>
    </Dialog>
  );
}

const toField = (field: string) => (/^(patch\.)?name$/.test(field) ? "name" : undefined);
