"use client";

import { ConfirmDialog } from "@/components/ui/controls/confirm-dialog";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { ImpactSummary } from "./impact-summary";
import type { PendingSave } from "./pending-save";

interface ImpactDialogProps {
  readonly pending: PendingSave | null;
  readonly definition: ConnectorDefinition;
  readonly sync: { readonly id: number; readonly projectId: number };
  readonly onClose: () => void;
  readonly onSave: (pending: PendingSave) => Promise<void>;
}

/** Shows what a save would change of a live sync, and saves when somebody says so. */
export function ImpactDialog({ pending, definition, sync, onClose, onSave }: ImpactDialogProps) {
  return (
    <ConfirmDialog
      title="This sync is live: save the change?"
      confirmLabel="Save the change"
      cancelLabel="Keep editing"
      tone="primary"
      size="md"
      isOpen={pending !== null}
      onOpenChange={onClose}
      onConfirm={async () => {
        if (pending !== null) await onSave(pending);
        return true;
      }}
    >
      {pending?.impact.ok === true && (
        <ImpactSummary
          impact={pending.impact.value}
          sync={sync}
          destination={definition.displayName}
        />
      )}
      {pending?.impact.ok === false && (
        <p>What the change does could not be told: {pending.impact.message}</p>
      )}
    </ConfirmDialog>
  );
}
