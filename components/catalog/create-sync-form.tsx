"use client";

import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/controls/button";
import { Callout } from "@/components/ui/data/callout";
import { showFailure } from "@/components/ui/forms/form-failure";
import { FormTextField } from "@/components/ui/forms/form-text-field";
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
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {formState.errors.root && (
        <Callout tone="danger" announce>
          {formState.errors.root.message}
        </Callout>
      )}
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
    </form>
  );
}
