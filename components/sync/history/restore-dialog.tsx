"use client";

import { Button } from "@/components/ui/controls/button";
import { Dialog } from "@/components/ui/controls/dialog";
import { Callout } from "@/components/ui/data/callout";
import { SkeletonRows } from "@/components/ui/data/skeleton";
import { RestoreDiff } from "./restore-diff";
import { type RestoreOptions, useRestore } from "./use-restore";

export type RestoreDialogProps = RestoreOptions;

/** Shows what restoring would change, field by field, before it does. */
export function RestoreDialog(props: RestoreDialogProps) {
  const { restored, onClose } = props;
  const { shown, isSaving, save } = useRestore(props);
  const diff = shown?.diff ?? null;
  const isNothing = diff !== null && Object.keys(diff).length === 0;
  return (
    <Dialog
      title={`Restore version ${restored}?`}
      size="lg"
      isOpen
      onOpenChange={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            kind="primary"
            isDisabled={diff === null || isNothing}
            isPending={isSaving}
            onPress={() => void save()}
          >
            Restore
          </Button>
        </>
      }
    >
      {shown === null && <SkeletonRows rows={3} />}
      {shown !== null && shown.problem !== null && (
        <Callout
          tone={diff === null ? "danger" : "caution"}
          announce
          {...(diff === null ? { title: "This version cannot be restored" } : {})}
        >
          <p className="whitespace-pre-line">{shown.problem}</p>
        </Callout>
      )}
      {isNothing && (
        <p>The sync is as it was in version {restored}: there is nothing to restore.</p>
      )}
      {diff !== null && !isNothing && <RestoreDiff definition={props.definition} diff={diff} />}
    </Dialog>
  );
}
