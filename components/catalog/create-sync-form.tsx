"use client";

import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/controls/button";
import { FormTextField } from "@/components/ui/forms/form-text-field";
import { ShortForm } from "@/components/ui/forms/short-form";
import { showFailure } from "@/components/ui/forms/show-failure";
import type { ActionResult } from "@/lib/web/action-result";

export function CreateSyncForm({
  projectId,
  partner,
  create,
}: {
  readonly projectId: number;
  readonly partner: string;
  readonly create: (input: {
    projectId: number;
    partner: string;
    name: string;
  }) => Promise<ActionResult<{ readonly id: number }>>;
}) {
  const router = useRouter();
  const { control, handleSubmit, setError, formState } = useForm({
    defaultValues: { name: "" },
  });
  const submit = handleSubmit(async ({ name }) => {
    const result = await create({ projectId, partner, name });
    if (!result.ok) return showFailure(result, ["name"], setError);
    router.push(`/projects/${projectId}/destinations/${result.value.id}/settings`);
  });
  return (
    <ShortForm onSubmit={submit} failure={formState.errors.root}>
      <FormTextField
        control={control}
        name="name"
        label="Sync name"
        description="For you: Marketing, Onboarding mails, Staging"
        autoComplete="off"
      />
      <Button
        type="submit"
        kind="primary"
        isPending={formState.isSubmitting || formState.isSubmitSuccessful}
        className="w-full sm:w-fit"
      >
        Create Sync
      </Button>
    </ShortForm>
  );
}
