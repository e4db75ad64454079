"use client";

import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { Dialog } from "@/components/ui/controls/dialog";
import { TextField } from "@/components/ui/forms/text-field";
import type { ActionResult } from "@/lib/web/action-result";

interface RenameSyncDialogProps {
  readonly name: string;
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly rename: (name: string) => Promise<ActionResult<unknown>>;
}

export function RenameSyncDialog({ name, isOpen, onOpenChange, rename }: RenameSyncDialogProps) {
  const formId = useId();
  const [text, setText] = useState(name);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const result = await rename(text).finally(() => setBusy(false));
    setError(result.ok ? undefined : result.message);
    if (result.ok) onOpenChange(false);
  };
  return (
    <Dialog
      title="Rename sync"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      footer={
        <>
          <Button onPress={() => onOpenChange(false)}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            form={formId}
            isPending={busy}
            isDisabled={text.trim() === "" || text === name}
          >
            Rename
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <TextField
          label="Sync name"
          value={text}
          onChange={setText}
          error={error}
          autoFocus
          autoComplete="off"
        />
      </form>
    </Dialog>
  );
}
