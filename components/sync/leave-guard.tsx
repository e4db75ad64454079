"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { ConfirmDialog } from "@/components/ui/controls/confirm-dialog";
import { leavingByClick, leavingByHistory } from "./leaving";

interface LeaveGuardProps {
  readonly isDirty: boolean;
  /** Cancel was pressed with edits at hand. */
  readonly isCancelling: boolean;
  readonly onCancel: () => void;
  readonly onKeep: () => void;
}

/** Asks before unsaved edits are lost: by Cancel, a link in the page, Back and Forward, reload, closing the tab. */
export function LeaveGuard({ isDirty, isCancelling, onCancel, onKeep }: LeaveGuardProps) {
  const router = useRouter();
  const [leave, setLeave] = useState<(() => void) | null>(null);
  useEffect(() => {
    if (!isDirty) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const href = leavingByClick(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      setLeave(() => () => router.push(href));
    };
    let isAllowed = false;
    const onNavigate = (event: NavigateEvent) => {
      const key = isAllowed ? null : leavingByHistory(event);
      if (key === null) return;
      event.preventDefault();
      setLeave(() => () => {
        isAllowed = true;
        window.navigation.traverseTo(key);
      });
    };
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, true);
    window.navigation?.addEventListener("navigate", onNavigate);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
      window.navigation?.removeEventListener("navigate", onNavigate);
    };
  }, [isDirty, router]);
  const close = () => {
    setLeave(null);
    onKeep();
  };
  return (
    <ConfirmDialog
      title={isCancelling ? "Discard your edits?" : "Leave without saving?"}
      confirmLabel={isCancelling ? "Discard edits" : "Leave without saving"}
      cancelLabel="Keep editing"
      isOpen={isCancelling || leave !== null}
      onOpenChange={close}
      onConfirm={async () => {
        if (isCancelling) onCancel();
        else leave?.();
        return true;
      }}
    >
      <p>Your edits on this tab have not been saved and will be lost.</p>
    </ConfirmDialog>
  );
}
