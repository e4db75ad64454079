"use client";

import { useState } from "react";
import { toast } from "sonner";
import { refOf, type SyncRef, type TryNow } from "@/components/sync/sync-verbs";
import { Button } from "@/components/ui/controls/button";
import { REASON_ACTIONS } from "@/lib/admin/reasons/reason";

/** Asks the destination at once instead of at the next probe. */
export function TryNowButton({
  sync,
  tryNow,
}: {
  readonly sync: SyncRef;
  readonly tryNow: TryNow;
}) {
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    const result = await tryNow(refOf(sync)).finally(() => setBusy(false));
    if (!result.ok) return toast.error(result.message);
    return toast.success("A worker asks the destination now.");
  };
  return (
    <Button size="sm" isPending={busy} onPress={() => void ask()}>
      {REASON_ACTIONS.try_now}
    </Button>
  );
}
