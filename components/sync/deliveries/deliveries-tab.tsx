"use client";

import { Pause, Play } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { LiveRefresh } from "@/components/shell/live-refresh";
import type { AskDelivery, LoadEventNames, Redeliver, SyncRef } from "@/components/sync/sync-verbs";
import { Button } from "@/components/ui/controls/button";
import { Card } from "@/components/ui/data/card";
import { useQuery } from "@/components/ui/use-query";
import { useWhenIdle } from "@/components/ui/use-when-idle";
import type { Delivery } from "@/lib/admin/events/delivery";
import type { Page } from "@/lib/admin/verb/paging";
import { DeliveriesTable } from "./deliveries-table";
import { FILTER_PARAMS } from "./delivery-filter";
import { DeliveryFilters } from "./delivery-filters";
import { NothingHere } from "./nothing-here";

const loadPanel = () => import("./delivery-panel");
const DeliveryPanel = lazy(async () => ({ default: (await loadPanel()).DeliveryPanel }));

interface DeliveriesTabProps {
  readonly page: Page<Delivery>;
  /** The name of the destination. */
  readonly destination: string;
  readonly loadEvents: LoadEventNames;
  readonly sync: SyncRef & { readonly enabled: boolean };
  readonly ask: AskDelivery;
  readonly redeliver: Redeliver;
}

/** The delivery log: live on its first page until paused. */
export function DeliveriesTab(props: DeliveriesTabProps) {
  const { page, destination, loadEvents, sync, ask, redeliver } = props;
  const query = useQuery();
  useWhenIdle(loadPanel);
  const [isPaused, setPaused] = useState(false);
  const isFirst = query.read("cursor") === "";
  const isFiltered = FILTER_PARAMS.some((name) => query.read(name) !== "");
  const open = query.read("delivery");
  const { nextCursor } = page;
  return (
    <>
      {isFirst && !isPaused && <LiveRefresh />}
      <DeliveryFilters
        projectId={sync.projectId}
        destination={destination}
        loadEvents={loadEvents}
      />
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
          <NothingHere isFiltered={isFiltered || !isFirst} sync={sync} />
        ) : (
          <DeliveriesTable
            items={page.items}
            destination={destination}
            onOpen={(id) => query.note({ delivery: String(id) })}
          />
        )}
      </Card>
      <nav aria-label="Pages" className="flex justify-end gap-2">
        {!isFirst && <Button onPress={() => query.go({ cursor: "" })}>Back to newest</Button>}
        {nextCursor !== null && (
          <Button onPress={() => query.go({ cursor: nextCursor })}>Older deliveries</Button>
        )}
      </nav>
      <Suspense>
        {/^\d{1,15}$/.test(open) && (
          <DeliveryPanel
            id={Number(open)}
            sync={sync}
            destination={destination}
            ask={ask}
            redeliver={redeliver}
            onClose={() => query.note({ delivery: "" })}
          />
        )}
      </Suspense>
    </>
  );
}
