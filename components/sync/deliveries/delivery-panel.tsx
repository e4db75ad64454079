"use client";

import { useEffect, useState } from "react";
import type { AskDelivery, Redeliver, SyncRef } from "@/components/sync/sync-verbs";
import { SidePanel } from "@/components/ui/controls/side-panel";
import { Callout } from "@/components/ui/data/callout";
import { SkeletonRows } from "@/components/ui/data/skeleton";
import type { ShownDelivery } from "@/lib/admin/events/shown-delivery";
import type { ActionResult } from "@/lib/web/action-result";
import { DeliveryView } from "./delivery-view";
import { RedeliverButton } from "./redeliver-button";

interface DeliveryPanelProps {
  readonly id: number;
  readonly sync: SyncRef;
  readonly destination: string;
  readonly ask: AskDelivery;
  readonly redeliver: Redeliver;
  readonly onClose: () => void;
}

/** One delivery in the side panel. */
export function DeliveryPanel(props: DeliveryPanelProps) {
  const { id, sync, destination, ask, redeliver, onClose } = props;
  const [answer, setAnswer] = useState<ActionResult<ShownDelivery> | null>(null);
  useEffect(() => {
    let stopped = false;
    setAnswer(null);
    void ask({ id })
      .catch(() => FAILED)
      .then((result) => {
        if (!stopped) setAnswer(result);
      });
    return () => {
      stopped = true;
    };
  }, [id, ask]);
  const title = answer?.ok === true ? answer.value.delivery.eventType : "Delivery";
  const isLost = answer?.ok === true && answer.value.delivery.outcome !== "delivered";
  return (
    <SidePanel
      title={title}
      subtitle={`Delivery ${id}`}
      isOpen
      onClose={onClose}
      footer={isLost && <RedeliverButton id={id} sync={sync} redeliver={redeliver} />}
    >
      {answer === null && <SkeletonRows />}
      {answer?.ok === false && <Callout tone="danger">{answer.message}</Callout>}
      {answer?.ok === true && <DeliveryView detail={answer.value} destination={destination} />}
    </SidePanel>
  );
}

const FAILED: ActionResult<never> = {
  ok: false,
  code: "unreachable",
  message: "The server could not be reached. Close this panel and open the row again.",
  fieldErrors: [],
};
