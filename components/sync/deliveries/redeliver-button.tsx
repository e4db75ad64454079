"use client";

import { RotateCw } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import type { Redeliver, SyncRef } from "@/components/sync/sync-verbs";
import { Button } from "@/components/ui/controls/button";

interface RedeliverButtonProps {
  readonly id: number;
  readonly sync: SyncRef;
  readonly redeliver: Redeliver;
}

/** Sends a discarded or expired event again, with the settings of now. */
export function RedeliverButton({ id, sync, redeliver }: RedeliverButtonProps) {
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    const result = await redeliver({
      projectId: sync.projectId,
      syncId: sync.id,
      ids: [id],
    }).finally(() => setBusy(false));
    if (!result.ok) return toast.error(result.message);
    return result.value.queued > 0
      ? toast.success("In line to be sent again with the settings of now.")
      : toast.info(
          "Not sent again: it is in line already, was delivered since, or is older than the event log.",
        );
  };
  return (
    <Button kind="primary" isPending={busy} onPress={() => void send()}>
      <RotateCw aria-hidden size={15} />
      Redeliver
    </Button>
  );
}
