"use client";

import { UserCog } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/controls/button";
import { Dialog } from "@/components/ui/controls/dialog";
import { IconButton } from "@/components/ui/controls/icon-button";
import type { Member } from "@/lib/admin/access/list-members";
import { ROLES } from "@/lib/admin/verb/rights";
import type { ActionResult } from "@/lib/web/action-result";
import { type RoleChoice, RoleFields } from "./role-fields";

export interface ChangeRoleProps {
  readonly projectId: number;
  readonly member: Member;
  /** Only an owner makes owners. */
  readonly byOwner: boolean;
  readonly change: (
    input: RoleChoice & { projectId: number; id: number },
  ) => Promise<ActionResult<unknown>>;
}

export function ChangeRoleButton(props: ChangeRoleProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton
        label={`Change the role of ${props.member.name}`}
        size="sm"
        onPress={() => setOpen(true)}
      >
        <UserCog aria-hidden size={16} />
      </IconButton>
      <Dialog title={`Role of ${props.member.name}`} isOpen={isOpen} onOpenChange={setOpen}>
        <ChangeRoleForm {...props} onChanged={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function ChangeRoleForm({
  projectId,
  member,
  byOwner,
  change,
  onChanged,
}: ChangeRoleProps & { readonly onChanged: () => void }) {
  const { role, seesPersonalData } = member;
  const [choice, setChoice] = useState<RoleChoice>({ role, seesPersonalData });
  const [isPending, setPending] = useState(false);
  const save = async () => {
    setPending(true);
    const result = await change({ projectId, id: member.id, ...choice }).finally(() =>
      setPending(false),
    );
    if (!result.ok) return toast.error(result.message);
    toast.success("Role changed: it holds from their next request on");
    return onChanged();
  };
  return (
    <div className="flex flex-col gap-4">
      <RoleFields
        value={choice}
        onChange={setChoice}
        roles={byOwner ? ["owner", ...ROLES] : ROLES}
      />
      <Button kind="primary" className="self-end" isPending={isPending} onPress={save}>
        Save
      </Button>
    </div>
  );
}
