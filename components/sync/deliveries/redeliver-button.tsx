"use client";

import { RotateCw } from "lucide-react";
import { useState } from "react";
import type { Redeliver, SyncRef } from "@/components/sync/sync-verbs";
import { Button } from "@/components/ui/controls/button";

interface RedeliverButtonProps {
  readonly id: number;
  readonly sync: SyncRef;
  readonly redeliver: Redeliver;
  /** It is in line now. */
  readonly onQueued: () => void;
}

/** Sends a discarded or expired event again, with the settings of now. What came of pressing it stands beside it. */
export function RedeliverButton({ id, sync, redeliver, onQueued }: RedeliverButtonProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const send = async () => {
    setBusy(true);
    const result = await redeliver({
      projectId: sync.projectId,
      syncId: sync.id,
      ids: [id],
    }).finally(() => setBusy(false));
    if (!result.ok) return setFailure(result.message);
    return result.value.queued > 0
      ? onQueued()
      : setFailure("Not sent again: the event log does not hold it any more.");
  };
  return (
    <>
      {failure !== null && (
        <p role="alert" className="mr-auto self-center text-danger-ink text-sm">
          {failure}
        </p>
      )}
      <Button kind="primary" isPending={busy} onPress={() => void send()}>
        <RotateCw aria-hidden size={15} />
        Redeliver
      </Button>
    </>
  );
}
