"use client";

import { ConfirmDialog } from "@/components/ui/controls/confirm-dialog";
import { formatQuantity } from "@/components/ui/text/format-number";
import type { Sync } from "@/lib/admin/syncs/sync";

interface DeleteSyncDialogProps {
  readonly sync: Pick<Sync, "name" | "enabled">;
  readonly destination: string;
  /** Parked and not yet read: what is lost when the sync is deleted now. */
  readonly waiting: number;
  readonly onClose: () => void;
  readonly remove: () => Promise<boolean>;
}

/** Says what is lost; the name must be typed. */
export function DeleteSyncDialog({
  sync,
  destination,
  waiting,
  onClose,
  remove,
}: DeleteSyncDialogProps) {
  return (
    <ConfirmDialog
      title="Delete this sync?"
      confirmLabel="Delete sync"
      typed={sync.name}
      isOpen
      onOpenChange={onClose}
      onConfirm={remove}
    >
      <p>
        Its settings, mappings, credentials, history, metrics and delivery log are lost for good.{" "}
        {sync.enabled && "It stops sending at once. "}
        {waiting > 0 && `${formatQuantity(waiting, "event")} waiting to be sent will not be sent.`}
      </p>
      <p>Events stay in the project, and nothing changes in {destination}.</p>
    </ConfirmDialog>
  );
}
