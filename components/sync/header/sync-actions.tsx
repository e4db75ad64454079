"use client";

import { CopyPlus, Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { toast } from "sonner";
import { useMay } from "@/components/shell/rights";
import {
  type DeleteSync,
  type DuplicateSync,
  refOf,
  type SaveSync,
} from "@/components/sync/sync-verbs";
import { Button } from "@/components/ui/controls/button";
import { useWhenIdle } from "@/components/ui/use-when-idle";
import type { Sync } from "@/lib/admin/syncs/sync";

const loadRename = () => import("./rename-sync-dialog");
const loadDelete = () => import("./delete-sync-dialog");
const RenameSyncDialog = lazy(async () => ({ default: (await loadRename()).RenameSyncDialog }));
const DeleteSyncDialog = lazy(async () => ({ default: (await loadDelete()).DeleteSyncDialog }));
const loadDialogs = () => Promise.all([loadRename(), loadDelete()]);

interface SyncActionsProps {
  readonly sync: Pick<Sync, "id" | "projectId" | "name" | "enabled">;
  /** The name of the destination. */
  readonly destination: string;
  /** Parked and not yet read: what is lost when the sync is deleted now. */
  readonly waiting: number;
  readonly save: SaveSync;
  readonly duplicate: DuplicateSync;
  readonly remove: DeleteSync;
}

/** Rename, Duplicate and Delete, for those who may. */
export function SyncActions(props: SyncActionsProps) {
  const { sync } = props;
  const listPath = `/projects/${sync.projectId}/destinations`;
  const router = useRouter();
  const [open, setOpen] = useState<"rename" | "delete" | null>(null);
  const [copying, setCopying] = useState(false);
  useWhenIdle(loadDialogs);
  if (!useMay("destinations:write")) return null;
  const close = () => setOpen(null);
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
      <Suspense>
        {open === "rename" && (
          <RenameSyncDialog name={sync.name} isOpen onOpenChange={close} rename={rename} />
        )}
        {open === "delete" && (
          <DeleteSyncDialog
            sync={sync}
            destination={props.destination}
            waiting={props.waiting}
            onClose={close}
            remove={remove}
          />
        )}
      </Suspense>
    </>
  );
}
