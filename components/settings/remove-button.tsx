"use client";

import { Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/ui/controls/confirm-dialog";
import { IconButton } from "@/components/ui/controls/icon-button";
import type { ActionResult } from "@/lib/web/action-result";

interface RemoveButtonProps {
  readonly id: number;
  readonly label: string;
  readonly verb: string;
  readonly title: string;
  readonly remove: (input: { id: number }) => Promise<ActionResult<unknown>>;
  /** What happens. */
  readonly children: ReactNode;
}

/** A bin that asks before it removes row `id`. */
export function RemoveButton({ id, label, verb, title, remove, children }: RemoveButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const confirm = async () => {
    const result = await remove({ id });
    if (!result.ok) toast.error(result.message);
    return result.ok;
  };
  return (
    <>
      <IconButton label={label} tone="danger" size="sm" onPress={() => setOpen(true)}>
        <Trash2 aria-hidden size={16} />
      </IconButton>
      <ConfirmDialog
        title={title}
        confirmLabel={verb}
        isOpen={isOpen}
        onOpenChange={setOpen}
        onConfirm={confirm}
      >
        <p>{children}</p>
      </ConfirmDialog>
    </>
  );
}
