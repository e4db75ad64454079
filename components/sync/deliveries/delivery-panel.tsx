"use client";

import { useState } from "react";
import { Allowed } from "@/components/shell/rights";
import type { AskDelivery, Redeliver, SyncRef } from "@/components/sync/sync-verbs";
import { SidePanel } from "@/components/ui/controls/side-panel";
import { Callout } from "@/components/ui/data/callout";
import { SkeletonRows } from "@/components/ui/data/skeleton";
import { canRedeliver } from "./deliveries-table";
import { DeliveryView } from "./delivery-view";
import { type PanelStep, PanelSteps } from "./panel-steps";
import { RedeliverButton } from "./redeliver-button";
import { useAnswer } from "./use-answer";

interface DeliveryPanelProps extends PanelStep {
  readonly id: number;
  readonly sync: SyncRef;
  readonly destination: string;
  /** The page of the sync's deliveries. */
  readonly base: string;
  readonly ask: AskDelivery;
  readonly redeliver: Redeliver;
  readonly onClose: () => void;
}

/** One delivery in the side panel. */
export function DeliveryPanel(props: DeliveryPanelProps) {
  const { id, sync, destination, base, ask, redeliver, onPrevious, onNext, onClose } = props;
  const [redelivered, setRedelivered] = useState<number | null>(null);
  const answer = useAnswer(() => ask({ id }), `${id}`, redelivered === id);
  const title = answer?.ok === true ? answer.value.delivery.eventType : "Delivery";
  const isLost = answer?.ok === true && canRedeliver(answer.value.delivery);
  const again = answer?.ok === true ? answer.value.again : null;
  return (
    <SidePanel
      title={title}
      subtitle={`Delivery ${id}`}
      isOpen
      onClose={onClose}
      actions={<PanelSteps {...{ onPrevious, onNext }} path={`${base}?delivery=${id}`} />}
      footer={
        isLost &&
        again === null && (
          <Allowed right="destinations:write">
            <RedeliverButton
              id={id}
              sync={sync}
              redeliver={redeliver}
              onQueued={() => setRedelivered(id)}
            />
          </Allowed>
        )
      }
    >
      {answer === null && <SkeletonRows />}
      {answer?.ok === false && <Callout tone="danger">{answer.message}</Callout>}
      {answer?.ok === true && (
        <DeliveryView
          detail={answer.value}
          projectId={sync.projectId}
          destination={destination}
          base={base}
        />
      )}
    </SidePanel>
  );
}
