"use client";

import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { Button } from "@/components/ui/controls/button";
import { FormTextField } from "@/components/ui/forms/form-text-field";
import { ShortForm } from "@/components/ui/forms/short-form";
import { showFailure } from "@/components/ui/forms/show-failure";
import type { ActionResult } from "@/lib/web/action-result";

export function RenameProjectForm({
  project,
  rename,
}: {
  readonly project: { readonly id: number; readonly name: string };
  readonly rename: (input: {
    projectId: number;
    name: string;
  }) => Promise<ActionResult<{ readonly name: string }>>;
}) {
  const { control, handleSubmit, setError, reset, formState } = useForm({
    defaultValues: { name: project.name },
  });
  const submit = handleSubmit(async ({ name }) => {
    const result = await rename({ projectId: project.id, name });
    if (!result.ok) return showFailure(result, ["name"], setError);
    reset({ name: result.value.name });
    toast.success("Project renamed");
  });
  return (
    <ShortForm onSubmit={submit} failure={formState.errors.root}>
      <FormTextField
        control={control}
        name="name"
        label="Project name"
        autoComplete="off"
        className="max-w-md"
      />
      <Button
        type="submit"
        kind="primary"
        className="w-fit"
        isDisabled={!formState.isDirty}
        isPending={formState.isSubmitting}
      >
        Save
      </Button>
    </ShortForm>
  );
}
