"use client";

import { CopyPlus, Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { RenameSyncDialog } from "@/components/sync/header/rename-sync-dialog";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatQuantity } from "@/components/ui/format-number";
import type { ActionResult } from "@/lib/http/action-result";
import type { Sync } from "@/lib/syncs/sync";

export interface SyncActionsProps {
  readonly sync: Pick<Sync, "id" | "name" | "enabled">;
  /** Parked and not yet read: what is lost when the sync is deleted now. */
  readonly waiting: number;
  /** Path of the list of destinations. */
  readonly listPath: string;
  readonly rename: (name: string) => Promise<ActionResult<unknown>>;
  readonly duplicate: () => Promise<ActionResult<{ readonly id: number }>>;
  readonly remove: () => Promise<ActionResult<unknown>>;
}

/** Rename, Duplicate and Delete. */
export function SyncActions(props: SyncActionsProps) {
  const { sync, listPath } = props;
  const router = useRouter();
  const [open, setOpen] = useState<"rename" | "delete" | null>(null);
  const [copying, setCopying] = useState(false);
  const duplicate = async () => {
    setCopying(true);
    const result = await props.duplicate().finally(() => setCopying(false));
    if (!result.ok) return toast.error(result.message);
    toast.success("Duplicated. The copy is disabled until you enable it.");
    return router.push(`${listPath}/${result.value.id}/settings`);
  };
  const remove = async () => {
    const result = await props.remove();
    if (!result.ok) {
      toast.error(result.message);
      return false;
    }
    toast.success(`${sync.name} was deleted.`);
    router.push(listPath);
    return true;
  };
  return (
    <>
      <Button onPress={() => setOpen("rename")}>
        <Pencil aria-hidden size={15} />
        Rename
      </Button>
      <Button onPress={() => void duplicate()} isPending={copying}>
        <CopyPlus aria-hidden size={15} />
        Duplicate
      </Button>
      <Button kind="danger-quiet" onPress={() => setOpen("delete")}>
        <Trash2 aria-hidden size={15} />
        Delete
      </Button>
      {open === "rename" && (
        <RenameSyncDialog
          name={sync.name}
          isOpen
          onOpenChange={() => setOpen(null)}
          rename={props.rename}
        />
      )}
      <ConfirmDialog
        title="Delete this sync?"
        confirmLabel="Delete sync"
        typed={sync.name}
        isOpen={open === "delete"}
        onOpenChange={() => setOpen(null)}
        onConfirm={remove}
      >
        <p>
          Its settings, mappings, credentials, history and delivery log are deleted for good.{" "}
          {sync.enabled && "It stops sending at once. "}
          {props.waiting > 0 &&
            `${formatQuantity(props.waiting, "event")} waiting to be sent by this sync will never be sent.`}
        </p>
        <p>Events stay in the project, and nothing changes in Customer.io.</p>
      </ConfirmDialog>
    </>
  );
}
