"use client";

import { Eye, EyeOff, Trash2 } from "lucide-react";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/ui/controls/confirm-dialog";
import { IconButton } from "@/components/ui/controls/icon-button";
import type { NameKind } from "@/lib/admin/names/name-registry";
import type { ActionResult } from "@/lib/web/action-result";

interface NameRef {
  readonly projectId: number;
  readonly kind: NameKind;
  readonly name: string;
}

export interface NameActions {
  readonly hide: (input: NameRef & { readonly hidden: boolean }) => Promise<ActionResult<unknown>>;
  readonly remove: (input: NameRef) => Promise<ActionResult<unknown>>;
}

/** Hides a name or offers it again, and a bin that asks before it deletes it. */
export function NameButtons({
  hidden,
  hide,
  remove,
  ...ref
}: NameRef & NameActions & { readonly hidden: boolean }) {
  const [isAsking, setAsking] = useState(false);
  const [isPending, startTransition] = useTransition();
  const toggle = () =>
    startTransition(async () => {
      const result = await hide({ ...ref, hidden: !hidden });
      if (!result.ok) toast.error(result.message);
    });
  const confirm = async () => {
    const result = await remove(ref);
    if (!result.ok) toast.error(result.message);
    return result.ok;
  };
  return (
    <span className="inline-flex gap-1">
      <IconButton
        label={`${hidden ? "Offer" : "Hide"} ${ref.name}`}
        size="sm"
        isDisabled={isPending}
        onPress={toggle}
      >
        {hidden ? <Eye aria-hidden size={16} /> : <EyeOff aria-hidden size={16} />}
      </IconButton>
      <IconButton
        label={`Delete ${ref.name}`}
        tone="danger"
        size="sm"
        onPress={() => setAsking(true)}
      >
        <Trash2 aria-hidden size={16} />
      </IconButton>
      <ConfirmDialog
        title="Delete name"
        confirmLabel="Delete"
        isOpen={isAsking}
        onOpenChange={setAsking}
        onConfirm={confirm}
      >
        <p className="[overflow-wrap:anywhere]">
          {ref.name} is no longer offered, until it is sent again. Events and filters that have it
          stay as they are.
        </p>
      </ConfirmDialog>
    </span>
  );
}
