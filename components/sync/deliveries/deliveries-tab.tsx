"use client";

import { Pause, Play, Send } from "lucide-react";
import { useState } from "react";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { DeliveriesTable } from "@/components/sync/deliveries/deliveries-table";
import { FILTER_PARAMS } from "@/components/sync/deliveries/delivery-filter";
import { DeliveryFilters } from "@/components/sync/deliveries/delivery-filters";
import { DeliveryPanel } from "@/components/sync/deliveries/delivery-panel";
import { useUrlParams } from "@/components/sync/deliveries/use-url-params";
import type { NameOption } from "@/components/sync/picker/name-option";
import type { AskDelivery, Redeliver, SyncRef } from "@/components/sync/sync-verbs";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { Delivery } from "@/lib/deliveries/delivery";
import type { Page } from "@/lib/verbs/page";

interface DeliveriesTabProps {
  readonly page: Page<Delivery>;
  readonly events: readonly NameOption[];
  readonly sync: SyncRef & { readonly enabled: boolean };
  readonly ask: AskDelivery;
  readonly redeliver: Redeliver;
}

/** The delivery log: live on its first page until paused. */
export function DeliveriesTab({ page, events, sync, ask, redeliver }: DeliveriesTabProps) {
  const url = useUrlParams();
  const [isPaused, setPaused] = useState(false);
  const isFirst = url.read("cursor") === "";
  const isFiltered = FILTER_PARAMS.some((name) => url.read(name) !== "");
  const open = url.read("delivery");
  const { nextCursor } = page;
  return (
    <>
      {isFirst && !isPaused && <LiveRefresh />}
      <DeliveryFilters events={events} />
      <Card
        flush
        title="Deliveries"
        description={
          isFirst && !isPaused ? "Live, newest first" : isFirst ? "Paused" : "Older deliveries"
        }
        actions={
          isFirst && (
            <Button size="sm" onPress={() => setPaused(!isPaused)}>
              {isPaused ? <Play aria-hidden size={14} /> : <Pause aria-hidden size={14} />}
              {isPaused ? "Resume" : "Pause"}
            </Button>
          )
        }
      >
        {page.items.length === 0 ? (
          <Nothing isFiltered={isFiltered || !isFirst} isEnabled={sync.enabled} />
        ) : (
          <DeliveriesTable items={page.items} onOpen={(id) => url.note({ delivery: String(id) })} />
        )}
      </Card>
      <nav aria-label="Pages" className="flex justify-end gap-2">
        {!isFirst && <Button onPress={() => url.go({ cursor: "" })}>Newest</Button>}
        {nextCursor !== null && (
          <Button onPress={() => url.go({ cursor: nextCursor })}>Older</Button>
        )}
      </nav>
      {/^\d{1,15}$/.test(open) && (
        <DeliveryPanel
          id={Number(open)}
          sync={sync}
          ask={ask}
          redeliver={redeliver}
          onClose={() => url.note({ delivery: "" })}
        />
      )}
    </>
  );
}

function Nothing({
  isFiltered,
  isEnabled,
}: {
  readonly isFiltered: boolean;
  readonly isEnabled: boolean;
}) {
  if (isFiltered) {
    return <EmptyState title="Nothing matches">Change or clear the filters.</EmptyState>;
  }
  return (
    <EmptyState icon={<Send aria-hidden size={20} />} title="Nothing sent yet">
      {isEnabled
        ? "As soon as a selected event arrives, what became of it appears here."
        : "This sync is disabled. Enable it on the Settings tab, then send an event."}
    </EmptyState>
  );
}
