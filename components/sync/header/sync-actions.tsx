"use client";

import { CopyPlus, Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { RenameSyncDialog } from "@/components/sync/header/rename-sync-dialog";
import {
  type DeleteSync,
  type DuplicateSync,
  refOf,
  type SaveSync,
} from "@/components/sync/sync-verbs";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatQuantity } from "@/components/ui/format-number";
import type { Sync } from "@/lib/syncs/sync";

interface SyncActionsProps {
  readonly sync: Pick<Sync, "id" | "projectId" | "name" | "enabled">;
  /** Parked and not yet read: what is lost when the sync is deleted now. */
  readonly waiting: number;
  readonly save: SaveSync;
  readonly duplicate: DuplicateSync;
  readonly remove: DeleteSync;
}

/** Rename, Duplicate and Delete. */
export function SyncActions(props: SyncActionsProps) {
  const { sync } = props;
  const listPath = `/projects/${sync.projectId}/destinations`;
  const router = useRouter();
  const [open, setOpen] = useState<"rename" | "delete" | null>(null);
  const [copying, setCopying] = useState(false);
  const duplicate = async () => {
    setCopying(true);
    const result = await props.duplicate({ id: sync.id }).finally(() => setCopying(false));
    if (!result.ok) return toast.error(result.message);
    toast.success("Duplicated. The copy is disabled until you enable it.");
    return router.push(`${listPath}/${result.value.id}/settings`);
  };
  const rename = async (name: string) => {
    const result = await props.save({ ...refOf(sync), patch: { name } });
    if (result.ok) router.refresh();
    return result;
  };
  const remove = async () => {
    const result = await props.remove(refOf(sync));
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
          rename={rename}
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
          Its settings, mappings, credentials, history, metrics and delivery log are lost for good.{" "}
          {sync.enabled && "It stops sending at once. "}
          {props.waiting > 0 &&
            `${formatQuantity(props.waiting, "event")} waiting to be sent will not be sent.`}
        </p>
        <p>Events stay in the project, and nothing changes in Customer.io.</p>
      </ConfirmDialog>
    </>
  );
}
