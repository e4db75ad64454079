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
import { ROLES, type Role } from "@/lib/admin/verb/rights";
import type { ActionResult } from "@/lib/web/action-result";
import { type RoleChoice, RoleFields } from "./role-fields";

interface NewMember {
  projectId: number;
  name: string;
  email: string;
  password: string;
  role: Role;
  seesPersonalData: boolean;
}

interface AddMemberProps {
  readonly projectId: number;
  readonly add: (input: NewMember) => Promise<ActionResult<unknown>>;
}

export function AddMemberButton({ projectId, add }: AddMemberProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="primary" size="sm" onPress={() => setOpen(true)}>
        <Plus aria-hidden size={15} />
        Add member
      </Button>
      <Dialog title="Add member" isOpen={isOpen} onOpenChange={setOpen}>
        <AddMemberForm projectId={projectId} add={add} onAdded={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function AddMemberForm({
  projectId,
  add,
  onAdded,
}: AddMemberProps & { readonly onAdded: () => void }) {
  const [choice, setChoice] = useState<RoleChoice>({ role: "member", seesPersonalData: false });
  const { control, handleSubmit, setError, formState } = useForm({
    defaultValues: { name: "", email: "", password: "" },
  });
  const submit = handleSubmit(async (input) => {
    const role = ROLES.find((each) => each === choice.role) ?? "viewer";
    const { seesPersonalData } = choice;
    const result = await add({ ...input, projectId, role, seesPersonalData });
    if (!result.ok) return showFailure(result, ["name", "email", "password"], setError);
    toast.success(`${input.name} can sign in now`);
    onAdded();
  });
  return (
    <ShortForm onSubmit={submit} failure={formState.errors.root}>
      <FormTextField control={control} name="name" label="Name" autoComplete="off" autoFocus />
      <FormTextField control={control} name="email" label="Email" type="email" autoComplete="off" />
      <FormTextField
        control={control}
        name="password"
        label="First password"
        type="password"
        description="At least 8 characters. Tell it to them; they can change it under their name."
        autoComplete="new-password"
      />
      <RoleFields value={choice} onChange={setChoice} roles={ROLES} />
      <Button type="submit" kind="primary" isPending={formState.isSubmitting} className="self-end">
        Add
      </Button>
    </ShortForm>
  );
}
