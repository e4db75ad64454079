"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { Dialog } from "@/components/ui/controls/dialog";
import { Callout } from "@/components/ui/data/callout";
import { KeyField } from "@/components/ui/forms/key-field";
import { CreateTokenForm, type CreateTokenProps } from "./create-token-form";

export function CreateTokenButton({ projectId, create }: CreateTokenProps) {
  const [isOpen, setOpen] = useState(false);
  const [value, setValue] = useState<string | null>(null);
  const open = () => {
    setValue(null);
    setOpen(true);
  };
  return (
    <>
      <Button kind="primary" size="sm" onPress={open}>
        <Plus aria-hidden size={15} />
        Create API token
      </Button>
      <Dialog
        title={value === null ? "Create API token" : "Copy the API token"}
        isOpen={isOpen}
        onOpenChange={setOpen}
        footer={
          value !== null && (
            <Button kind="primary" onPress={() => setOpen(false)}>
              Done
            </Button>
          )
        }
      >
        {value === null ? (
          <CreateTokenForm projectId={projectId} create={create} onCreated={setValue} />
        ) : (
          <>
            <Callout tone="caution" title="It is shown this once" announce>
              Only its fingerprint is kept. Store it where the program that uses it finds it.
            </Callout>
            <KeyField label="API token" value={value} />
          </>
        )}
      </Dialog>
    </>
  );
}
