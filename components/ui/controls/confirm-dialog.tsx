"use client";

import { type ReactNode, useState } from "react";
import { TextField } from "@/components/ui/forms/text-field";
import { Button } from "./button";
import { Dialog } from "./dialog";

interface ConfirmDialogProps {
  readonly title: string;
  /** What happens, and what is lost. */
  readonly children: ReactNode;
  readonly confirmLabel: string;
  readonly cancelLabel?: string;
  /** When given, it must be typed before the button works. */
  readonly typed?: string;
  readonly tone?: "danger" | "primary";
  readonly size?: "sm" | "md";
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The dialog stays open and busy until it resolves; resolve false to keep it open. */
  readonly onConfirm: () => Promise<boolean>;
}

export function ConfirmDialog({
  title,
  children,
  confirmLabel,
  cancelLabel = "Cancel",
  typed,
  tone = "danger",
  size = "sm",
  isOpen,
  onOpenChange,
  onConfirm,
}: ConfirmDialogProps) {
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const change = (open: boolean) => {
    setText("");
    onOpenChange(open);
  };
  const confirm = async () => {
    setBusy(true);
    const done = await onConfirm().finally(() => setBusy(false));
    if (done) change(false);
  };
  return (
    <Dialog
      title={title}
      role="alertdialog"
      size={size}
      isOpen={isOpen}
      onOpenChange={change}
      footer={
        <>
          <Button onPress={() => change(false)}>{cancelLabel}</Button>
          <Button
            kind={tone}
            isPending={busy}
            isDisabled={typed !== undefined && text !== typed}
            onPress={confirm}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2 text-muted">{children}</div>
      {typed !== undefined && (
        <TextField
          label={`Type ${typed} to confirm`}
          value={text}
          onChange={setText}
          autoComplete="off"
          autoFocus
        />
      )}
    </Dialog>
  );
}
