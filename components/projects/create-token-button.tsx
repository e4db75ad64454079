"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { CreateTokenForm } from "@/components/projects/create-token-form";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { KeyField } from "@/components/ui/key-field";
import type { ActionResult } from "@/lib/http/action-result";
import type { Scope } from "@/lib/verbs/context";

export function CreateTokenButton({
  create,
}: {
  readonly create: (input: {
    name: string;
    scopes: Scope[];
  }) => Promise<ActionResult<{ readonly value: string }>>;
}) {
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
          <CreateTokenForm create={create} onCreated={setValue} />
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
