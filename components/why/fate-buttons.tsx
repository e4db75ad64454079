"use client";

import { RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/controls/button";
import type { FateStatus } from "@/lib/admin/reasons/fate-status";
import { REASON_ACTIONS } from "@/lib/admin/reasons/reason";
import type { WhyVerbs } from "./why-verbs";

interface FateButtonsProps {
  readonly projectId: number;
  readonly offset: number;
  readonly fate: {
    readonly syncId: number;
    readonly status: FateStatus;
    /** The last row of the delivery log. */
    readonly deliveryId: number | null;
  };
  readonly verbs: WhyVerbs;
}

/** What can be done with the event on the spot: send again what ended without arriving, try at once what waits. */
export function FateButtons({ projectId, offset, fate, verbs }: FateButtonsProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const { syncId, status, deliveryId } = fate;
  const run = async (verb: () => Promise<string>) => {
    setBusy(true);
    try {
      toast.success(await verb());
      router.refresh();
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "The server could not be reached.");
    } finally {
      setBusy(false);
    }
  };
  const redeliver = async (id: number) => {
    const result = await verbs.redeliver({ projectId, syncId, deliveryId: id });
    if (!result.ok) throw new Error(result.message);
    if (result.value.queued === 0) throw new Error("It is in line already, or was sent meanwhile.");
    return "In line to be sent again with the settings of now.";
  };
  const tryNow = async () => {
    const result = await verbs.tryNow({ projectId, syncId, offset });
    if (!result.ok) throw new Error(result.message);
    return "It is tried now.";
  };
  if (deliveryId !== null && (status === "discarded" || status === "expired")) {
    return (
      <Button isPending={busy} onPress={() => void run(() => redeliver(deliveryId))}>
        <RotateCw aria-hidden size={15} />
        {REASON_ACTIONS.redeliver}
      </Button>
    );
  }
  if (status !== "waiting") return null;
  return (
    <Button isPending={busy} onPress={() => void run(tryNow)}>
      {REASON_ACTIONS.try_now}
    </Button>
  );
}
