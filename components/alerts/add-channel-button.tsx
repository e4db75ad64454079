"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { toast } from "sonner";
import { Button } from "@/components/ui/controls/button";
import { Checkbox } from "@/components/ui/controls/checkbox";
import { Dialog } from "@/components/ui/controls/dialog";
import { Select } from "@/components/ui/controls/select";
import { Callout } from "@/components/ui/data/callout";
import { FormTextField } from "@/components/ui/forms/form-text-field";
import { KeyField } from "@/components/ui/forms/key-field";
import { ShortForm } from "@/components/ui/forms/short-form";
import { showFailure } from "@/components/ui/forms/show-failure";
import type { ChannelKind } from "@/lib/admin/alerts/alert-channel";
import type { ActionResult } from "@/lib/web/action-result";
import { channelName } from "./channel-name";

interface NewChannel {
  kind: ChannelKind;
  target: string;
  onlyCritical: boolean;
}

export interface AddChannelProps {
  readonly projectId: number;
  readonly add: (
    input: NewChannel & { projectId: number },
  ) => Promise<ActionResult<{ readonly signingKey: string | null }>>;
}

export function AddChannelButton(props: AddChannelProps) {
  const [isOpen, setOpen] = useState(false);
  const [key, setKey] = useState<string | null>(null);
  const open = () => {
    setKey(null);
    setOpen(true);
  };
  const end = (signingKey: string | null) => {
    setKey(signingKey);
    if (signingKey === null) setOpen(false);
  };
  return (
    <>
      <Button kind="primary" size="sm" onPress={open}>
        <Plus aria-hidden size={15} />
        Add channel
      </Button>
      <Dialog
        title={key === null ? "Add channel" : "Copy the signing key"}
        isOpen={isOpen}
        onOpenChange={setOpen}
        footer={
          key !== null && (
            <Button kind="primary" onPress={() => setOpen(false)}>
              Done
            </Button>
          )
        }
      >
        {key === null ? (
          <AddChannelForm {...props} onAdded={end} />
        ) : (
          <>
            <Callout tone="caution" title="It is shown this once" announce>
              Every message is signed with it as Standard Webhooks says. Give it to the program that
              checks the signatures.
            </Callout>
            <KeyField label="Signing key" value={key} />
          </>
        )}
      </Dialog>
    </>
  );
}

const KINDS = (["email", "slack", "webhook"] as const).map((value) => ({
  value,
  label: channelName(value),
}));

const TARGETS = {
  email: ["Email address", "One address; a mailing list reaches more."],
  slack: [
    "Webhook URL",
    "Of an incoming webhook of a Slack app: https://hooks.slack.com/services/…",
  ],
  webhook: ["URL", "Messages are posted there as JSON, signed as Standard Webhooks says."],
} as const;

function AddChannelForm({
  projectId,
  add,
  onAdded,
}: AddChannelProps & { readonly onAdded: (signingKey: string | null) => void }) {
  const { control, handleSubmit, setError, watch, formState } = useForm<NewChannel>({
    defaultValues: { kind: "email", target: "", onlyCritical: false },
  });
  const [label, description] = TARGETS[watch("kind")];
  const submit = handleSubmit(async (input) => {
    const result = await add({ ...input, projectId });
    if (!result.ok) return showFailure(result, ["target"], setError);
    toast.success("Added: send a test message to see that it arrives");
    onAdded(result.value.signingKey);
  });
  return (
    <ShortForm onSubmit={submit} failure={formState.errors.root}>
      <Controller
        control={control}
        name="kind"
        render={({ field }) => (
          <Select label="Kind" options={KINDS} value={field.value} onChange={field.onChange} />
        )}
      />
      <FormTextField
        control={control}
        name="target"
        label={label}
        description={description}
        autoComplete="off"
        spellCheck="false"
      />
      <Controller
        control={control}
        name="onlyCritical"
        render={({ field }) => (
          <Checkbox isSelected={field.value} onChange={field.onChange}>
            What is critical only
          </Checkbox>
        )}
      />
      <Button type="submit" kind="primary" isPending={formState.isSubmitting} className="self-end">
        Add
      </Button>
    </ShortForm>
  );
}
