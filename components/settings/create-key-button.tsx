"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { Button } from "@/components/ui/controls/button";
import { Dialog } from "@/components/ui/controls/dialog";
import { FormTextField } from "@/components/ui/forms/form-text-field";
import { ShortForm } from "@/components/ui/forms/short-form";
import { showFailure } from "@/components/ui/forms/show-failure";
import type { ActionResult } from "@/lib/web/action-result";

interface CreateKeyProps {
  readonly projectId: number;
  readonly create: (input: { projectId: number; label: string }) => Promise<ActionResult<unknown>>;
}

export function CreateKeyButton({ projectId, create }: CreateKeyProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="primary" size="sm" onPress={() => setOpen(true)}>
        <Plus aria-hidden size={15} />
        Create API key
      </Button>
      <Dialog title="Create API key" isOpen={isOpen} onOpenChange={setOpen}>
        <CreateKeyForm projectId={projectId} create={create} onCreated={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function CreateKeyForm({
  projectId,
  create,
  onCreated,
}: CreateKeyProps & { readonly onCreated: () => void }) {
  const { control, handleSubmit, setError, formState } = useForm({ defaultValues: { label: "" } });
  const submit = handleSubmit(async ({ label }) => {
    const result = await create({ projectId, label });
    if (!result.ok) return showFailure(result, ["label"], setError);
    toast.success("API key created");
    onCreated();
  });
  return (
    <ShortForm onSubmit={submit} failure={formState.errors.root}>
      <FormTextField
        control={control}
        name="label"
        label="Label"
        description="Which app sends with it"
        autoComplete="off"
        autoFocus
      />
      <Button type="submit" kind="primary" isPending={formState.isSubmitting} className="self-end">
        Create
      </Button>
    </ShortForm>
  );
}
